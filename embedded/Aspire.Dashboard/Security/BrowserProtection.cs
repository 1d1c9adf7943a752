using Aspire.Dashboard.Hosting;

namespace Aspire.Dashboard.Security;

/// <summary>Keeps other sites, which share the browser with the dashboard, from using or framing it.</summary>
internal static class BrowserProtection
{
    // Components style elements from script, which needs 'unsafe-inline' for styles; scripts come from this site only.
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    internal static IApplicationBuilder UseBrowserProtection(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<DashboardOptions>();
        var isLocalOnly = ListenAddress.Parse("ASPNETCORE_URLS", options.Frontend.EndpointUrls).All(static address => address.IsLoopback);
        return app.Use(next => context =>
        {
            if (context.Role() != EndpointRole.Frontend)
                return next(context);
            AddHeaders(context.Response.Headers);

            // A name that an attacker's DNS points at 127.0.0.1 arrives in the Host header.
            if (isLocalOnly && !IsLocalName(context.Request.Host.Host))
                return Refuse(context, StatusCodes.Status400BadRequest);
            // Browsers send cookies, and open web sockets, for pages of other origins too; but they say which.
            if (IsForeign(context.Request) && (context.WebSockets.IsWebSocketRequest || !IsSafe(context.Request.Method)))
                return Refuse(context, StatusCodes.Status403Forbidden);
            return next(context);
        });
    }

    private static void AddHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static bool IsForeign(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        return !string.IsNullOrEmpty(origin) && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(host.Trim('[', ']'), out var address) && System.Net.IPAddress.IsLoopback(address));

    private static Task Refuse(HttpContext context, int statusCode)
    {
        context.Response.StatusCode = statusCode;
        return Task.CompletedTask;
    }
}
