using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Shop.ServiceDefaults.Problems;

namespace Shop.ServiceDefaults.Paging;

/// <summary>Lists are arrays in order of their key; a page starts after the last key of the page before it.</summary>
public static class KeysetPage
{
    /// <summary>How many rows a page has when the client does not say.</summary>
    public const int DefaultLimit = 100;

    /// <summary>The most rows a client can ask for.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Says what is wrong with a limit, or nothing.</summary>
    /// <param name="limit">What the client asked for.</param>
    public static IResult? Check(int? limit) => limit is < 1 or > MaxLimit
        ? Problem.Invalid("limit", $"The limit is between 1 and {MaxLimit}.")
        : null;

    /// <summary>The value of a <c>Link</c> header (RFC 8288) that names the next page of the request at hand.</summary>
    /// <param name="request">The request for this page.</param>
    /// <param name="after">The last key of this page.</param>
    public static string Next(HttpRequest request, string after)
    {
        var query = request.Query
            .Where(pair => !string.Equals(pair.Key, "after", StringComparison.OrdinalIgnoreCase))
            .SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value))
            .Append(KeyValuePair.Create("after", (string?)after));
        // A reference relative to the request, so that it holds behind any proxy and host name.
        return $"<{QueryHelpers.AddQueryString(UriHelper.BuildRelative(request.PathBase, request.Path), query)}>; rel=\"next\"";
    }
}
