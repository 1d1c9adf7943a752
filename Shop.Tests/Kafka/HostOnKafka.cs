using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Shop.ServiceDefaults;
using Shop.Tests.Databases;
using Shop.Tests.Hosting;

namespace Shop.Tests.Kafka;

/// <summary>Modules in the test's process, on a database and a Kafka of the test's.</summary>
internal sealed class HostOnKafka : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LogKeeper _log;

    private HostOnKafka(WebApplication app, LogKeeper log)
    {
        (_app, _log) = (app, log);
        Client = Credentials.NewClient(new(app.Urls.Single()));
    }

    public HttpClient Client { get; }

    /// <summary>What it wrote, from information on.</summary>
    public IEnumerable<string> Lines => _log.Lines;

    /// <summary>Starts it, and waits until it is healthy.</summary>
    /// <param name="database">The database of all its modules.</param>
    /// <param name="kafka">Where events go.</param>
    /// <param name="add">Adds its modules.</param>
    /// <param name="map">Maps them.</param>
    public static async Task<HostOnKafka> StartAsync(ScratchDatabase database, MockKafka kafka, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        var log = new LogKeeper(LogLevel.Information);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        foreach (var name in (string[])["productdb", "orderdb", "shopdb"]) builder.Configuration[$"ConnectionStrings:{name}"] = database.ConnectionString;
        builder.Configuration.AddInMemoryCollection(
        [
            .. Credentials.Settings,
            new("ConnectionStrings:kafka", kafka.Address), new("Webhooks:AllowPrivateTargets", "true"), new("Webhooks:Interval", "00:00:00.1"),
            new("Order:RelayInterval", "00:00:00.1"),
            // The mock cluster waits for almost a session before it shares out partitions anew.
            new("Kafka:Client:SessionTimeoutMs", "1500"), new("Kafka:Client:HeartbeatIntervalMs", "100"),
        ]);
        builder.AddServiceDefaults();
        add(builder);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        map(app);
        await app.StartAsync();

        var host = new HostOnKafka(app, log);
        await Eventually.BecomesAsync(
            "the modules to be healthy", async () => await (await host.Client.GetAsync("/health")).Content.ReadAsStringAsync(), health => health == "Healthy");
        return host;
    }

    /// <summary>Stops it, as a service manager does.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
