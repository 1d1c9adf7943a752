using System.Globalization;

namespace Aspire.Dashboard.Telemetry;

/// <summary>A W3C trace id: 16 bytes, shown as 32 lower-case hex digits. All zero means none.</summary>
internal readonly record struct TraceId(UInt128 Value) : ISpanFormattable
{
    internal const int ByteCount = 16;

    internal bool IsNone => Value == UInt128.Zero;

    /// <summary>Reads 32 hex digits of either case; false for anything else, and for all zeros.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out TraceId id)
    {
        var parsed = UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        id = new TraceId(value);
        return parsed && text.Length == 2 * ByteCount && !id.IsNone;
    }

    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Value.TryFormat(destination, out charsWritten, "x32", CultureInfo.InvariantCulture);
}
