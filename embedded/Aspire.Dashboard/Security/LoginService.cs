using Aspire.Dashboard.Hosting;

namespace Aspire.Dashboard.Security;

/// <summary>Knows the token of the login link.</summary>
internal sealed class LoginService(DashboardOptions options)
{
    private readonly Secrets _tokens = new(options.Frontend.BrowserToken);

    internal bool IsRequired { get; } = options.Frontend.AuthMode == FrontendAuthMode.BrowserToken;

    internal bool Accepts(string? token) => _tokens.Accepts(token?.Trim());

    /// <summary>The address to go on to: the given one if it lies on this site, else the start page.</summary>
    internal static string LocalUrl(string? returnUrl)
    {
        // "//host" and "/\host" lead to other sites, and browsers drop tabs and line ends before they look.
        var isLocal = returnUrl is ['/', ..]
            && returnUrl is not ['/', '/' or '\\', ..]
            && !returnUrl.Any(char.IsControl)
            && !returnUrl.StartsWith(DashboardAuthentication.LoginPath, StringComparison.OrdinalIgnoreCase);
        return isLocal ? returnUrl! : "/";
    }
}
