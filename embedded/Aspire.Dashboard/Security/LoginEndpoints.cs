using Microsoft.AspNetCore.Antiforgery;

namespace Aspire.Dashboard.Security;

/// <summary>The login page and link: plain HTML without Blazor, so that no circuit exists for somebody unknown.</summary>
internal static class LoginEndpoints
{
    internal static IEndpointRouteBuilder MapLogin(this IEndpointRouteBuilder app)
    {
        app.MapGet(DashboardAuthentication.LoginPath, ShowAsync).WithMetadata(PublicEndpoint.Instance);
        app.MapPost(DashboardAuthentication.LoginPath, SubmitAsync).WithMetadata(PublicEndpoint.Instance).DisableAntiforgery();
        app.MapPost("/logout", LogoutAsync).DisableAntiforgery();
        return app;
    }

    private static async Task ShowAsync(HttpContext context, LoginService login, IAntiforgery antiforgery)
    {
        var returnUrl = LoginService.LocalUrl(context.Request.Query["returnUrl"]);
        if (!login.IsRequired || context.User.Identity?.IsAuthenticated == true)
        {
            context.Response.Redirect(returnUrl);
            return;
        }
        string? token = context.Request.Query["t"];
        if (token is not null && login.Accepts(token))
        {
            await DashboardAuthentication.SignInAsync(context);
            context.Response.Redirect(returnUrl);
            return;
        }
        await WritePageAsync(context, antiforgery, returnUrl, token is null ? null : "This link is not valid (any more). Use the one that was printed at the last start.");
    }

    private static async Task SubmitAsync(HttpContext context, LoginService login, IAntiforgery antiforgery)
    {
        // Checked by hand, because a form without a token of ours deserves the page again and not an error.
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            await WritePageAsync(context, antiforgery, "/", "The page had expired. Please try again.");
            return;
        }
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var returnUrl = LoginService.LocalUrl(form["returnUrl"]);
        if (login.Accepts(form["token"]))
        {
            await DashboardAuthentication.SignInAsync(context);
            context.Response.Redirect(returnUrl);
            return;
        }
        await WritePageAsync(context, antiforgery, returnUrl, "This token is not valid. Please check it, or use the link that was printed at the last start.");
    }

    private static async Task LogoutAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (await antiforgery.IsRequestValidAsync(context))
            await DashboardAuthentication.SignOutAsync(context);
        context.Response.Redirect(DashboardAuthentication.LoginPath);
    }

    private static async Task WritePageAsync(HttpContext context, IAntiforgery antiforgery, string returnUrl, string? error)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        context.Response.StatusCode = error is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(LoginPage.Render(tokens.FormFieldName, tokens.RequestToken ?? "", returnUrl, error), context.RequestAborted);
    }
}
