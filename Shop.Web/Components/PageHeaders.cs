namespace Shop.Web.Components;

/// <summary>What browsers are told to refuse on the shop's pages.</summary>
internal static class PageHeaders
{
    /// <summary>Nothing from elsewhere, nothing inline, in nobody's frame.</summary>
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <summary>Whether a page, or what a page does, has the address that was asked for.</summary>
    /// <param name="request">The request.</param>
    public static bool HasPageAddress(this HttpRequest request) => request.Path.StartsWithSegments("/shop") || request.Path.StartsWithSegments("/office");

    public static void UsePageHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        // When the answer begins: what is written after a failure begins with no headers.
        if (http.Request.HasPageAddress()) http.Response.OnStarting(SetAsync, http.Response.Headers);
        return next(http);
    });

    private static Task SetAsync(object of)
    {
        var headers = (IHeaderDictionary)of;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "same-origin";
        return Task.CompletedTask;
    }
}
