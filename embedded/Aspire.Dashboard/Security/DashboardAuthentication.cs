using System.Security.Claims;
using Aspire.Dashboard.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Aspire.Dashboard.Security;

/// <summary>
/// Who may see the pages. Everything on the frontend's port is closed unless it is opened here by name, so a new page, a
/// forgotten route and an unknown path are closed without anybody having to think of it.
/// </summary>
internal static class DashboardAuthentication
{
    internal const string LoginPath = "/login";

    private const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    private static readonly TimeSpan LoginLifetime = TimeSpan.FromDays(1);

    internal static IServiceCollection AddDashboardAuthentication(this IServiceCollection services, DashboardOptions options)
    {
        // Browsers share cookies between the ports of a host: the port in the name keeps several dashboards apart.
        var port = ListenAddress.Parse("ASPNETCORE_URLS", options.Frontend.EndpointUrls)[0].Port;
        services.AddSingleton<LoginService>();
        services.AddAuthentication(Scheme).AddCookie(Scheme, cookie =>
        {
            cookie.Cookie.Name = $".Aspire.Dashboard.Auth.{port}";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = LoginLifetime;
            cookie.SlidingExpiration = true;
        });
        services.AddAuthorization();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = $".Aspire.Dashboard.Antiforgery.{port}";
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
        });
        services.AddCascadingAuthenticationState();

        // Keys in memory: the login token is new each start anyway, and nothing is left in the user's profile.
        services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        return services;
    }

    /// <summary>Lets nobody past who has not logged in: people are sent to the login page, everything else gets 401.</summary>
    internal static IApplicationBuilder UseDashboardAuthentication(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        var isOpen = app.ApplicationServices.GetRequiredService<DashboardOptions>().Frontend.AuthMode == FrontendAuthMode.Unsecured;
        app.Use(next => context =>
        {
            if (context.Role() != EndpointRole.Frontend || IsPublic(context) || context.User.Identity?.IsAuthenticated == true)
                return next(context);
            if (isOpen)
            {
                context.User = Principal();
                return next(context);
            }
            return RefuseAsync(context);
        });
        return app;
    }

    internal static Task SignInAsync(HttpContext context) => context.SignInAsync(Scheme, Principal());

    internal static Task SignOutAsync(HttpContext context) => context.SignOutAsync(Scheme);

    private static ClaimsPrincipal Principal() => new(new ClaimsIdentity([new Claim(ClaimTypes.Name, "Browser token")], Scheme));

    /// <summary>The login page, and what checks a key of its own.</summary>
    private static bool IsPublic(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<PublicEndpoint>() is not null;

    private static Task RefuseAsync(HttpContext context)
    {
        var isNavigation = HttpMethods.IsGet(context.Request.Method)
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (isNavigation)
            context.Response.Redirect($"{LoginPath}?returnUrl={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
        else
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}

/// <summary>Marks an endpoint of the frontend's port that does not need a login.</summary>
internal sealed class PublicEndpoint
{
    internal static readonly PublicEndpoint Instance = new();
}
