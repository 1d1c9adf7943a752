using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenQA.Selenium.Chrome;
using Shop.Tests.Hosting;

namespace Shop.Tests.Browser;

/// <summary>The shop with its dashboard as <c>dotnet run</c> starts them, and a browser that has followed the printed link.</summary>
public sealed class DashboardFixture() : ShopFixture([], "product-api", "order-api", "payment-api")
{
    private static readonly TimeSpan LinkBound = TimeSpan.FromSeconds(60);

    private readonly PrintedLink _link = new();
    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("shop-browser-");
    private ChromeDriver? _driver;

    /// <summary>The link that the AppHost printed.</summary>
    internal Uri Link => _link.Printed.Result;

    /// <summary>The browser's tab.</summary>
    internal Page Page { get; private set; } = null!;

    /// <summary>Where telemetry is sent to by OTLP/gRPC, and the key that it needs.</summary>
    internal (Uri Endpoint, string Key) Otlp =>
        (new(Setting("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL")), Setting("AppHost:OtlpApiKey"));

    /// <summary>The key of the telemetry API, which the AppHost made.</summary>
    internal string ApiKey => Setting("AppHost:DashboardApiKey");

    /// <inheritdoc/>
    protected override async Task<IDistributedApplicationTestingBuilder> DescribeAsync(string[] arguments, CancellationToken cancellation)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Shop_AppHost>(
            arguments, (options, _) => options.DisableDashboard = false, cancellation);
        builder.Configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:0";
        builder.Configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = "http://localhost:0";
        builder.Services.AddSingleton<ILoggerProvider>(_link);
        return builder;
    }

    /// <inheritdoc/>
    protected override async Task StartedAsync()
    {
        var link = await _link.Printed.WaitAsync(LinkBound);
        _driver = Chromium.Start(_profile.FullName);
        Page = new Page(_driver, link);
        Page.LookAs(Screen.Desktop);
        Page.Open(link.PathAndQuery);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _driver?.Quit();
        await base.DisposeAsync();
        _profile.Delete(recursive: true);
    }

    private string Setting(string key) =>
        App.Services.GetRequiredService<IConfiguration>()[key] ?? throw new InvalidOperationException($"The AppHost has no {key}.");
}
