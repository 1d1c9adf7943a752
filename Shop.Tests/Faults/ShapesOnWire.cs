using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shop.Monolith;
using Shop.OrderApi;
using Shop.PaymentApi;
using Shop.ProductApi;
using Shop.ServiceDefaults;
using Shop.Tests.Databases;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>The shapes of the shop, each started once, by the first test that troubles its database.</summary>
public sealed class ShapesOnWire : IAsyncDisposable
{
    /// <summary>Three services; the monolith with a checkout in one transaction, and in the services' steps.</summary>
    public const string Services = "services", OneTransaction = "one-transaction", Steps = "steps";

    private readonly ConcurrentDictionary<string, Lazy<Task<ShapeOnWire>>> _shapes = new();

    /// <summary>A shape, running and healthy.</summary>
    /// <param name="shop">Whose PostgreSQL is used.</param>
    /// <param name="shape">Which.</param>
    internal Task<ShapeOnWire> StartAsync(ShopFixture shop, string shape) =>
        _shapes.GetOrAdd(shape, _ => new(() => ShapeOnWire.StartAsync(shop, shape))).Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var shape in _shapes.Values) await (await shape.Value).DisposeAsync();
    }
}

/// <summary>Tests that trouble the same databases, one after the other.</summary>
[CollectionDefinition(nameof(ShapesOnWire))]
public sealed class ShapesOnWireTests : ICollectionFixture<ShapesOnWire>;

/// <summary>A shape of the shop in the test's process, on a database of its own at the end of a wire.</summary>
internal sealed class ShapeOnWire : IAsyncDisposable
{
    /// <summary>What the server knows its connections by.</summary>
    public const string ApplicationName = "shape on a wire";

    /// <summary>In the order in which they are started, before the service that calls them.</summary>
    private static readonly string[] CalledServices = ["product-api", "payment-api"];

    private readonly List<WebApplication> _apps = [];
    private readonly List<HttpClient> _clients = [];
    private readonly List<HttpClient> _replicas = [];

    private ShapeOnWire(ScratchDatabase database) => (Database, Wire) = (database, new(database.ConnectionString));

    /// <summary>The database of all modules, for the test itself: not through the wire.</summary>
    public ScratchDatabase Database { get; }

    /// <summary>Between the modules and their database.</summary>
    public PostgresWire Wire { get; }

    /// <summary>A client of each process.</summary>
    public IReadOnlyList<HttpClient> All => _clients;

    public HttpClient Products => _clients[0];

    public HttpClient Payments => _clients[_clients.Count > 1 ? 1 : 0];

    public HttpClient Orders => _clients[^1];

    public static async Task<ShapeOnWire> StartAsync(ShopFixture shop, string shape)
    {
        var running = new ShapeOnWire(await ScratchDatabase.CreateAsync(shop));
        if (shape == ShapesOnWire.Services)
        {
            await running.StartAsync(running._clients, builder => builder.AddProductModule(), app => app.MapProductModule());
            await running.StartAsync(running._clients, builder => builder.AddPaymentModule(), app => app.MapPaymentModule());
            await running.StartAsync(running._clients, builder => builder.AddOrderModule(), app => app.MapOrderModule());
        }
        else
        {
            await running.StartAsync(running._clients, builder =>
            {
                builder.Configuration["Checkout"] = shape;
                // The pages want files that the build makes for a host that is a program.
                builder.Configuration[ModuleChoice.Setting] = "products,orders,payments";
                builder.AddModules(ModuleChoice.Read(builder.Configuration));
            }, app => app.MapModules(ModuleChoice.Read(app.Configuration)));
        }

        await running.BecomesHealthyAsync();
        return running;
    }

    /// <summary>A product at 10.00 EUR.</summary>
    public async Task<int> NewProductAsync(int stock)
    {
        using var created = await PostProductAsync();
        var product = (await created.Content.ReadFromJsonAsync<ProductView>())!;
        using var stocked = await Products.PostAsJsonAsync($"/products/{product.Id}/stock", new { delta = stock, reason = "delivery" });
        Assert.Equal(HttpStatusCode.OK, stocked.StatusCode);
        return product.Id;
    }

    public Task<HttpResponseMessage> PostProductAsync() =>
        Products.PostAsJsonAsync("/products", new { name = "Test product", description = "Made by a test.", category = "Tests", price = 10m, currency = "EUR" });

    public async Task<HttpResponseMessage> PlaceAsync(int product, string key, int quantity = 1)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders")
        {
            Headers = { { "Idempotency-Key", key } },
            Content = JsonContent.Create(new { customerId = "trouble", lines = (OrderLine[])[new(product, quantity)], paymentMethod = "approve" }),
        };
        return await Orders.SendAsync(request);
    }

    /// <summary>Places an order, and tries again until it is confirmed.</summary>
    /// <returns>The order's id, and every status that came before it was confirmed.</returns>
    public async Task<(Guid OrderId, IReadOnlyList<HttpStatusCode> Before)> PlaceUntilConfirmedAsync(int product)
    {
        var key = new OrderKey();
        var before = new List<HttpStatusCode>();
        using var confirmed = await Eventually.BecomesAsync("the order to be confirmed", async () => await key.HeardAsync(await PlaceAsync(product, key.Value)), response =>
        {
            if (response.StatusCode == HttpStatusCode.Created) return true;
            before.Add(response.StatusCode);
            return false;
        });
        return ((await confirmed.Content.ReadFromJsonAsync<OrderView>())!.Id, before);
    }

    public async Task<int> AvailableAsync(int product) => (await Products.GetFromJsonAsync<ProductView>($"/products/{product}"))!.Available;

    /// <summary>What every process says of itself.</summary>
    public async Task<string[]> HealthAsync() => await Task.WhenAll(_clients.Select(async client =>
    {
        using var health = await client.GetAsync("/health");
        return await health.Content.ReadAsStringAsync();
    }));

    public Task BecomesHealthyAsync() =>
        Eventually.BecomesAsync("the modules to be healthy", HealthAsync, health => health.All(each => each == "Healthy"));

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Concat(_replicas)) client.Dispose();
        foreach (var app in _apps) await app.DisposeAsync();
        await Wire.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>One more process with the products, that nobody calls.</summary>
    /// <returns>A client of it. It ends with the shape.</returns>
    public Task<HttpClient> StartProductReplicaAsync() => StartAsync(_replicas, builder => builder.AddProductModule(), app => app.MapProductModule());

    private async Task<HttpClient> StartAsync(List<HttpClient> clients, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var database = new NpgsqlConnectionStringBuilder(Wire.ConnectionString) { ApplicationName = ApplicationName }.ConnectionString;
        foreach (var name in (string[])["productdb", "orderdb", "paymentdb", "shopdb"]) builder.Configuration[$"ConnectionStrings:{name}"] = database;
        foreach (var (service, client) in CalledServices.Zip(_clients))
            builder.Configuration[$"Services:{service}:http:0"] = client.BaseAddress!.ToString();
        builder.Configuration.AddInMemoryCollection(Credentials.Settings);
        builder.AddServiceDefaults();
        add(builder);
        var app = builder.Build();
        _apps.Add(app);
        app.MapDefaultEndpoints();
        map(app);
        await app.StartAsync();
        clients.Add(Credentials.NewClient(new(app.Urls.Single())));
        return clients[^1];
    }
}
