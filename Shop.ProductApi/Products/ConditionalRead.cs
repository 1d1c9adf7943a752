using Microsoft.Net.Http.Headers;

namespace Shop.ProductApi.Products;

/// <summary>Answers 304 to a client that already has what it asks for (RFC 9110, section 13.1.2).</summary>
internal static class ConditionalRead
{
    /// <summary>Sets the validators of the response and says whether the body can be left out.</summary>
    /// <param name="context">The request and its response.</param>
    /// <param name="etag">The entity tag of what would be sent.</param>
    public static bool IsNotModified(HttpContext context, string etag)
    {
        context.Response.Headers.ETag = etag;
        // A copy may be kept, but stock changes: it is to be checked each time before it is used.
        context.Response.Headers.CacheControl = "no-cache";

        var wanted = context.Request.Headers.IfNoneMatch;
        if (wanted.Count == 0) return false;
        if (wanted.Count == 1 && wanted[0] == etag) return true;
        return EntityTagHeaderValue.TryParseList(wanted, out var tags)
            && tags.Any(tag => tag == EntityTagHeaderValue.Any || string.Equals(tag.Tag.Value, etag, StringComparison.Ordinal));
    }
}
