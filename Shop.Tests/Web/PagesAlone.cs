using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Shop.ServiceDefaults;
using Shop.Tests.Databases;
using Shop.Tests.Hosting;
using Shop.Web;

namespace Shop.Tests.Web;

/// <summary>The pages alone, in this process and on a database of their own, with no service to ask.</summary>
internal sealed class PagesAlone : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PagesAlone(ScratchDatabase database, WebApplication app) => (Database, _app) = (database, app);

    public ScratchDatabase Database { get; }

    public Uri Address => new(_app.Urls.Single());

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts them, and waits until they are healthy.</summary>
    /// <param name="shop">On whose server the database is.</param>
    /// <param name="settings">What is not as shipped.</param>
    public static async Task<PagesAlone> StartAsync(ShopFixture shop, params (string Key, string Value)[] settings)
    {
        var database = await ScratchDatabase.CreateAsync(shop);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
        [
            new("ConnectionStrings:webdb", database.ConnectionString), new("Access:SigningKey", Credentials.SigningKey), .. Credentials.Settings,
            .. settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)),
        ]);
        builder.AddServiceDefaults();
        builder.AddWebModule();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapWebModule();
        await app.StartAsync();

        var alone = new PagesAlone(database, app);
        using var client = Credentials.NewClient(alone.Address);
        await Eventually.BecomesAsync(
            "the pages to be healthy", async () => await (await client.GetAsync("/health")).Content.ReadAsStringAsync(), health => health == "Healthy");
        return alone;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Database.DisposeAsync();
    }
}
