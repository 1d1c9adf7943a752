using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Monolith;
using Shop.ServiceDefaults;
using Shop.Tests.Databases;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>The monolith in this process, on a database of its own behind a wire on which answers can be lost.</summary>
internal sealed class MonolithOnWire : IAsyncDisposable
{
    private readonly ScratchDatabase _database;
    private readonly WebApplication _app;

    private MonolithOnWire(ScratchDatabase database, PostgresWire wire, WebApplication app)
    {
        (_database, Wire, _app) = (database, wire, app);
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(app.Urls.Single()) };
    }

    public PostgresWire Wire { get; }

    public HttpClient Client { get; }

    public static async Task<MonolithOnWire> StartAsync(ShopFixture shop, string checkout = "one-transaction")
    {
        var database = await ScratchDatabase.CreateAsync(shop);
        var wire = new PostgresWire(database.ConnectionString);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["ConnectionStrings:shopdb"] = wire.ConnectionString;
        builder.Configuration["Checkout"] = checkout;
        builder.Configuration["Webhooks:AllowPrivateTargets"] = "true";
        var modules = ModuleChoice.Read(builder.Configuration);
        builder.AddServiceDefaults();
        builder.AddModules(modules);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapModules(modules);
        await app.StartAsync();

        var started = new MonolithOnWire(database, wire, app);
        await Eventually.BecomesAsync(
            "the modules to be healthy", async () => await (await started.Client.GetAsync("/health")).Content.ReadAsStringAsync(), health => health == "Healthy");
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await Wire.DisposeAsync();
        await _database.DisposeAsync();
    }
}
