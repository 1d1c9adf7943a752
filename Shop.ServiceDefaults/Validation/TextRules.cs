namespace Shop.ServiceDefaults.Validation;

/// <summary>What every text from outside has to obey before it may reach the database.</summary>
public static class TextRules
{
    /// <summary>What a text that may be empty looks like, for the OpenAPI document.</summary>
    public const string OptionalPattern = @"^[^\u0000]*$";

    /// <summary>What a text that must say something looks like, for the OpenAPI document.</summary>
    public const string RequiredPattern = @"^[^\u0000]*[^\u0000\s][^\u0000]*$";

    /// <summary>Says what is wrong with a text that may be missing or empty.</summary>
    /// <param name="text">What the client sent.</param>
    /// <param name="maxLength">The most characters allowed.</param>
    /// <returns>The reason, or null where nothing is wrong.</returns>
    public static string? CheckOptional(string? text, int maxLength) => text switch
    {
        null => null,
        _ when text.Length > maxLength => $"At most {maxLength} characters are allowed.",
        // PostgreSQL cannot store it, whatever the encoding.
        _ when text.Contains('\0', StringComparison.Ordinal) => "The character U+0000 is not allowed.",
        _ => null,
    };

    /// <summary>Says what is wrong with a text that must be there and say something.</summary>
    /// <param name="text">What the client sent.</param>
    /// <param name="maxLength">The most characters allowed.</param>
    /// <returns>The reason, or null where nothing is wrong.</returns>
    public static string? CheckRequired(string? text, int maxLength) =>
        string.IsNullOrWhiteSpace(text) ? "A value is required." : CheckOptional(text, maxLength);
}
