namespace Shop.OrderApi.Orders;

/// <summary>Texts that other services send and orders keep.</summary>
internal static class ForeignText
{
    /// <summary>The text, no longer than given, without control characters: PostgreSQL cannot store all of them.</summary>
    public static string Clean(string text, int maxLength)
    {
        if (text.Length > maxLength) text = text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
        return text.Any(char.IsControl) ? string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)) : text;
    }
}
