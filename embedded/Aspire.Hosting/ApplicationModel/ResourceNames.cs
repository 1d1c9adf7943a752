namespace Aspire.Hosting.ApplicationModel;

/// <summary>The rule for names: they end up in host names and in names of environment variables.</summary>
internal static class ResourceNames
{
    private const int MaxLength = 64;

    public static void Check(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > MaxLength)
            throw new ArgumentException($"Resource name '{name}' is longer than {MaxLength} characters.", nameof(name));
        if (!char.IsAsciiLetter(name[0]) || name[^1] == '-' || name.Contains("--", StringComparison.Ordinal)
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw new ArgumentException(
                $"Resource name '{name}' is invalid: use ASCII letters, digits and single hyphens, start with a letter, do not end with a hyphen.",
                nameof(name));
        }
    }

    /// <summary>The name as part of an environment variable: everything that is not a letter or digit becomes <c>_</c>.</summary>
    public static string ToVariableName(string name)
    {
        var text = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return char.IsAsciiDigit(text[0]) ? "_" + text : text;
    }
}
