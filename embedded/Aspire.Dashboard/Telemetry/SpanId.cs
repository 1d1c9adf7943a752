using System.Globalization;

namespace Aspire.Dashboard.Telemetry;

/// <summary>A W3C span id: 8 bytes, shown as 16 lower-case hex digits. All zero means none.</summary>
internal readonly record struct SpanId(ulong Value) : ISpanFormattable
{
    internal const int ByteCount = 8;

    internal bool IsNone => Value == 0;

    /// <summary>Reads 16 hex digits of either case; false for anything else, and for all zeros.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out SpanId id)
    {
        var parsed = ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        id = new SpanId(value);
        return parsed && text.Length == 2 * ByteCount && !id.IsNone;
    }

    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Value.TryFormat(destination, out charsWritten, "x16", CultureInfo.InvariantCulture);
}
