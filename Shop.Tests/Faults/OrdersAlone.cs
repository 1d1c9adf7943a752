using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.OrderApi;
using Shop.PaymentApi;
using Shop.ProductApi;
using Shop.ServiceDefaults;
using Shop.Tests.Databases;
using Shop.Tests.Hosting;

namespace Shop.Tests.Faults;

/// <summary>
/// The order service by itself in the test's process, so that its clock and its wires are in the test's hands. Products and payments
/// are the real ones, behind a door at which anything can be answered in their place.
/// </summary>
public sealed class OrdersAlone : IAsyncDisposable
{
    private static readonly Dictionary<string, string?> QuickSettings = new()
    {
        ["Order:Lease"] = "00:00:06",
        ["Order:FollowTimeout"] = "00:00:00.7",
        ["Order:BackoffBase"] = "00:00:00.02",
        ["Order:BackoffCap"] = "00:00:00.5",
        ["Order:WorkerInterval"] = "00:00:00.05",
        ["Order:MaxAttempts"] = "1000",
        ["Order:MaxUndoAttempts"] = "2",
    };

    private readonly Lock _gate = new();
    private readonly LogKeeper _log = new(LogLevel.Warning);
    private Task? _started;
    private WebApplication? _neighbours;
    private WebApplication? _orders;

    /// <summary>Answers a call in the place of products or payments; false lets it through. Null lets everything through.</summary>
    internal Func<HttpContext, Task<bool>>? InPlace { get; set; }

    /// <summary>Between the order service and its database.</summary>
    internal PostgresWire Wire { get; private set; } = null!;

    /// <summary>The database of all three.</summary>
    internal ScratchDatabase Database { get; private set; } = null!;

    /// <summary>The order service's clock.</summary>
    internal ShiftedClock Clock { get; } = new();

    /// <summary>What the order service wrote, from warnings on.</summary>
    internal IReadOnlyCollection<string> Warnings => _log.Lines;

    /// <summary>A client of the order service.</summary>
    internal HttpClient Orders { get; private set; } = null!;

    /// <summary>A client of products and payments.</summary>
    internal HttpClient Neighbours { get; private set; } = null!;

    /// <summary>Starts it, unless it runs already.</summary>
    /// <param name="shop">Whose PostgreSQL is used.</param>
    public Task StartAsync(ShopFixture shop)
    {
        InPlace = null;
        Clock.Offset = TimeSpan.Zero;
        lock (_gate) return _started ??= StartOnceAsync(shop);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Orders?.Dispose();
        Neighbours?.Dispose();
        if (_orders is not null) await _orders.DisposeAsync();
        if (_neighbours is not null) await _neighbours.DisposeAsync();
        if (Wire is not null) await Wire.DisposeAsync();
        if (Database is not null) await Database.DisposeAsync();
    }

    /// <summary>A product at 10.00 EUR, of which there is plenty.</summary>
    internal async Task<int> NewProductAsync()
    {
        using var created = await Neighbours.PostAsJsonAsync("/products", new { name = "Test product", description = "Made by a test.", category = "Tests", price = 10m, currency = "EUR" });
        var product = (await created.Content.ReadFromJsonAsync<ProductView>())!;
        using var stocked = await Neighbours.PostAsJsonAsync($"/products/{product.Id}/stock", new { delta = 100, reason = "delivery" });
        Assert.Equal(HttpStatusCode.OK, stocked.StatusCode);
        return product.Id;
    }

    /// <summary>Places an order for two pieces.</summary>
    internal async Task<HttpResponseMessage> PlaceAsync(int product, string customer, string key, int quantity = 2)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders")
        {
            Headers = { { "Idempotency-Key", key } },
            Content = JsonContent.Create(new { customerId = customer, lines = (OrderLine[])[new(product, quantity)], paymentMethod = "approve" }),
        };
        return await Orders.SendAsync(request);
    }

    /// <summary>An order with everything that the API tells of it.</summary>
    internal Task<JsonElement> OrderAsync(Guid id) => Orders.GetFromJsonAsync<JsonElement>($"/orders/{id}");

    /// <summary>The orders of a customer.</summary>
    internal async Task<OrderView[]> OrdersOfAsync(string customer) => (await Orders.GetFromJsonAsync<OrderView[]>($"/orders?customerId={customer}"))!;

    /// <summary>Waits until an order has a status and nothing is under way for it.</summary>
    internal Task<JsonElement> BecomesAsync(Guid id, string status) => Eventually.BecomesAsync(
        $"order {id} to be {status}", () => OrderAsync(id),
        order => order.GetProperty("status").GetString() == status && !order.TryGetProperty("inProgress", out _), TimeSpan.FromSeconds(30));

    private async Task StartOnceAsync(ShopFixture shop)
    {
        Database = await ScratchDatabase.CreateAsync(shop);
        Wire = new(Database.ConnectionString);

        var neighbours = Builder(Database.ConnectionString, new LogKeeper(LogLevel.Warning));
        neighbours.AddProductModule();
        neighbours.AddPaymentModule();
        _neighbours = neighbours.Build();
        _neighbours.Use(async (context, next) =>
        {
            if (InPlace is { } answer && await answer(context)) return;
            await next(context);
        });
        _neighbours.MapDefaultEndpoints();
        _neighbours.MapProductModule();
        _neighbours.MapPaymentModule();
        Neighbours = await StartAsync(_neighbours);

        var orders = Builder(Wire.ConnectionString, _log);
        orders.Services.AddSingleton<TimeProvider>(Clock);
        orders.Configuration.AddInMemoryCollection(QuickSettings);
        foreach (var service in (string[])["product-api", "payment-api"])
            orders.Configuration[$"Services:{service}:http:0"] = _neighbours.Urls.Single();
        orders.AddOrderModule();
        _orders = orders.Build();
        _orders.MapDefaultEndpoints();
        _orders.MapOrderModule();
        Orders = await StartAsync(_orders, Clock);
    }

    private static WebApplicationBuilder Builder(string database, LogKeeper log)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        foreach (var name in (string[])["productdb", "orderdb", "paymentdb"]) builder.Configuration[$"ConnectionStrings:{name}"] = database;
        builder.Configuration.AddInMemoryCollection(Credentials.Settings);
        builder.AddServiceDefaults();
        return builder;
    }

    private static async Task<HttpClient> StartAsync(WebApplication app, TimeProvider? clock = null)
    {
        await app.StartAsync();
        var client = Credentials.NewClient(new(app.Urls.Single()), clock);
        await Eventually.BecomesAsync("the modules to be healthy", async () => await (await client.GetAsync("/health")).Content.ReadAsStringAsync(), health => health == "Healthy");
        return client;
    }
}

/// <summary>The machine's clock, set to another time; what passes is measured as before.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    /// <summary>How far it is off.</summary>
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}
