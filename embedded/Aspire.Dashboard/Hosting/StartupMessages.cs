using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Aspire.Dashboard.Hosting;

/// <summary>Says where the dashboard is, in the official words.</summary>
internal static class StartupMessages
{
    internal static void LogAddresses(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<DashboardOptions>();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();

        // In the order of listening: all of the frontend's, then one for each OTLP transport.
        var frontend = addresses[..^2];
        app.Logger.LogInformation("Now listening on: {Urls}", string.Join(", ", frontend));
        app.Logger.LogInformation("OTLP/gRPC listening on: {Url}", addresses[^2]);
        app.Logger.LogInformation("OTLP/HTTP listening on: {Url}", addresses[^1]);

        // A token that somebody gave is known to them, and stays out of the log.
        if (options.Frontend is { AuthMode: FrontendAuthMode.BrowserToken, IsTokenGenerated: true, BrowserToken: { } token })
            app.Logger.LogInformation("Login to the dashboard at {LoginUrl}", $"{Clickable(frontend[0])}/login?t={token}");
        if (options.Frontend.AuthMode == FrontendAuthMode.Unsecured)
            app.Logger.LogWarning("The dashboard is open to everybody who can reach its port.");
    }

    private static string Clickable(string url) =>
        url.Replace("://[::]", "://localhost", StringComparison.Ordinal).Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal).TrimEnd('/');
}
