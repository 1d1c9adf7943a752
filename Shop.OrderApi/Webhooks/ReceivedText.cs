using System.Text;

namespace Shop.OrderApi.Webhooks;

/// <summary>
/// Text with what a subscriber has answered in it. It may be anything: PostgreSQL takes no NUL, no encoder takes half a surrogate pair,
/// and nobody wants to read a megabyte of it, or have a terminal obey it.
/// </summary>
internal static class ReceivedText
{
    /// <summary>The longest text that is kept.</summary>
    public const int MaxLength = 500;

    /// <summary>The text on one line, without what cannot be stored or shown, and not longer than is kept.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        // What is no character comes out of the enumeration as U+FFFD.
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > MaxLength) break;
            if (Rune.IsControl(rune)) clean.Append(' ');
            else clean.Append(rune.ToString());
        }

        return clean.ToString();
    }
}
