using Aspire.Dashboard.Hosting;
using Aspire.Dashboard.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Embedded.Tests.Dashboard;

/// <summary>A whole dashboard inside the test process, on free ports, with the given settings.</summary>
internal sealed class RunningDashboard : IAsyncDisposable
{
    internal const string BrowserToken = "0123456789abcdef0123456789abcdef";

    private readonly WebApplication _app;

    private RunningDashboard(WebApplication app)
    {
        _app = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        (Frontend, OtlpGrpc, OtlpHttp) = (new Uri(addresses[0]), new Uri(addresses[1]), new Uri(addresses[2]));
    }

    internal Uri Frontend { get; }

    internal Uri OtlpGrpc { get; }

    internal Uri OtlpHttp { get; }

    internal ITelemetryStore Store => _app.Services.GetRequiredService<ITelemetryStore>();

    internal static async Task<RunningDashboard> StartAsync(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://127.0.0.1:0",
            ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = "http://127.0.0.1:0",
            ["Dashboard:Frontend:BrowserToken"] = BrowserToken,
            ["Dashboard:Api:AuthMode"] = "Unsecured",
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        var app = DashboardHost.Build([], all);
        await app.StartAsync();
        return new RunningDashboard(app);
    }

    /// <summary>A client that neither follows redirects nor keeps cookies.</summary>
    internal HttpClient CreateClient(Uri endpoint) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = endpoint };

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
