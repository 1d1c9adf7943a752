using Aspire.Dashboard.Api;
using Aspire.Dashboard.Components;
using Aspire.Dashboard.Otlp;
using Aspire.Dashboard.Security;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Hosting;

/// <summary>Puts the dashboard together: what it consists of, and the order in which a request passes through it.</summary>
internal static class DashboardHost
{
    /// <param name="args">The command line, which is configuration too: <c>--Dashboard:Frontend:AuthMode=Unsecured</c>.</param>
    /// <param name="settings">Settings that win over all others.</param>
    /// <exception cref="DashboardConfigurationException">A setting that the dashboard cannot start with.</exception>
    internal static WebApplication Build(string[] args, IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        // The working directory is the caller's business: settings and static files lie beside the program.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(DashboardHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseStaticWebAssets();

        // A failed start is reported in one line by the program; the host would log its stack before.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);

        // Request logs would hold the token of the login link, whatever level somebody configures.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);

        // Kestrel warns that ASPNETCORE_URLS is overridden by explicit endpoints, which is how it is followed here.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);

        var options = DashboardOptionsReader.Read(builder.Configuration);
        builder.Services.AddSingleton(options);
        builder.ListenOn(options);

        builder.Services.AddTelemetryStore();
        builder.Services.AddOtlpIngest();
        builder.Services.AddTelemetryApi();
        builder.Services.AddDashboardAuthentication(options);
        builder.Services.AddDashboardUi();

        var app = builder.Build();

        app.UseEndpointRoles();
        app.UseOtlpGate();
        app.UseBrowserProtection();
        app.UseDashboardAuthentication();
        app.UseAntiforgery();

        app.MapOtlp();
        app.MapTelemetryApi();
        app.MapLogin();
        app.MapDashboardUi();
        return app;
    }
}
