namespace Aspire.Dashboard.Components.Text;

/// <summary>Guesses which values should not be seen by whoever looks over a shoulder; the protocol does not mark variables.</summary>
internal static class Secrets
{
    private static readonly string[] Names =
        ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "APIKEY", "API_KEY", "PRIVATE", "CREDENTIAL", "CONNECTIONSTRING", "HEADERS"];

    private static readonly string[] Values = ["PASSWORD=", "PWD=", "ACCOUNTKEY=", "SHAREDACCESSKEY=", "API-KEY="];

    /// <summary>By its name, or by a value with a password in it.</summary>
    internal static bool IsSecret(string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return false;

        return Names.Any(n => name.Contains(n, StringComparison.OrdinalIgnoreCase))
            || name.EndsWith("_KEY", StringComparison.OrdinalIgnoreCase)
            || Values.Any(v => value.Contains(v, StringComparison.OrdinalIgnoreCase))
            || HasUserInfo(value);
    }

    // postgresql://user:password@host
    private static bool HasUserInfo(string value)
    {
        var scheme = value.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return false;

        var authority = value.AsSpan(scheme + 3);
        var end = authority.IndexOfAny("/?#");
        if (end >= 0)
            authority = authority[..end];
        var at = authority.LastIndexOf('@');
        return at > 0 && authority[..at].Contains(':');
    }
}
