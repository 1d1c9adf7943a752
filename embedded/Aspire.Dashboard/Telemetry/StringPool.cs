using System.Text;
using System.Text.Unicode;

namespace Aspire.Dashboard.Telemetry;

/// <summary>
/// Turns UTF-8 into strings and gives out the same string for the same bytes, so that the names, keys and values which
/// telemetry repeats without end are stored once. A cache of fixed size rather than a table: a text that shares its slot
/// with another merely loses the benefit, so hostile input costs nothing. Safe from any thread without a lock, because a
/// slot is one reference.
/// </summary>
internal sealed class StringPool
{
    /// <summary>Longer texts (statements, stack traces, URLs with ids) seldom repeat.</summary>
    internal const int MaxPooledBytes = 192;

    private const int SlotCount = 1 << 15;

    private readonly string?[] _slots = new string?[SlotCount];

    /// <summary>The text; bytes that are not UTF-8 become U+FFFD, since one broken value should not cost a whole batch.</summary>
    internal string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return "";
        if (utf8.Length > MaxPooledBytes)
            return Encoding.UTF8.GetString(utf8);

        // Two slots a text: frequent texts that collide in one rarely do so in both.
        var hash = new HashCode();
        hash.AddBytes(utf8);
        var code = hash.ToHashCode();
        ref var first = ref _slots[code & (SlotCount - 1)];
        if (first is { } a && Same(utf8, a))
            return a;
        ref var second = ref _slots[(code >> 15) & (SlotCount - 1)];
        if (second is { } b && Same(utf8, b))
            return b;

        var text = Encoding.UTF8.GetString(utf8);
        if (first is null || second is not null)
            first = text;
        else
            second = text;
        return text;
    }

    private static bool Same(ReadOnlySpan<byte> utf8, string text)
    {
        if (Ascii.IsValid(utf8))
            return Ascii.Equals(utf8, text);
        Span<byte> encoded = stackalloc byte[MaxPooledBytes];
        return Utf8.FromUtf16(text, encoded, out _, out var written) == System.Buffers.OperationStatus.Done && utf8.SequenceEqual(encoded[..written]);
    }
}
