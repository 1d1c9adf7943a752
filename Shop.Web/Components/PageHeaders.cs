namespace Shop.Web.Components;

/// <summary>What browsers are told to refuse on the shop's pages.</summary>
internal static class PageHeaders
{
    /// <summary>Nothing from elsewhere, nothing inline, in nobody's frame.</summary>
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public static void UsePageHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Request.Path.StartsWithSegments("/shop") || http.Request.Path.StartsWithSegments("/office"))
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers["Referrer-Policy"] = "same-origin";
        }

        return next(http);
    });
}
