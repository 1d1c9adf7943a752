using System.Text.RegularExpressions;

namespace Shop.Tests.Hosting;

/// <summary>Follows <c>Link: &lt;…&gt;; rel="next"</c> (RFC 8288).</summary>
internal static partial class Paging
{
    /// <summary>The address of the next page, or null on the last.</summary>
    public static string? Next(HttpResponseMessage page) =>
        page.Headers.TryGetValues("Link", out var links) && NextLink().Match(string.Join(", ", links)) is { Success: true } match
            ? match.Groups["uri"].Value
            : null;

    [GeneratedRegex("<(?<uri>[^>]+)>;\\s*rel=\"next\"")]
    private static partial Regex NextLink();
}
