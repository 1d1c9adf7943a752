using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shop.OrderApi;
using Shop.ServiceDefaults;
using Shop.Tests.Databases;
using Shop.Tests.Hosting;

namespace Shop.Tests.Webhooks;

/// <summary>
/// The order module alone, in this process and on a database of its own: for tests that set up a queue by hand, or that settings
/// of the shared shop would disturb.
/// </summary>
internal sealed class OrdersAlone : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly bool _isReplica;
    private readonly LogKeeper _log;

    private OrdersAlone(ScratchDatabase database, bool isReplica, WebApplication app, LogKeeper log)
    {
        (Database, _isReplica, _app, _log) = (database, isReplica, app, log);
        Client = Credentials.NewClient(new(app.Urls.Single()));
    }

    public ScratchDatabase Database { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>What it wrote, from information on.</summary>
    public IReadOnlyCollection<string> Lines => _log.Lines;

    /// <summary>Starts it, and waits until it is healthy.</summary>
    /// <param name="shop">On whose server the database is.</param>
    /// <param name="settings">What is not as shipped.</param>
    public static async Task<OrdersAlone> StartAsync(ShopFixture shop, params (string Key, string Value)[] settings) =>
        await StartAsync(await ScratchDatabase.CreateAsync(shop), isReplica: false, settings);

    /// <summary>Starts another one on the same database, and waits until it is healthy.</summary>
    /// <param name="settings">What is not as shipped.</param>
    public Task<OrdersAlone> StartReplicaAsync(params (string Key, string Value)[] settings) => StartAsync(Database, isReplica: true, settings);

    private static async Task<OrdersAlone> StartAsync(ScratchDatabase database, bool isReplica, (string Key, string Value)[] settings)
    {
        var log = new LogKeeper(LogLevel.Information);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.AddProvider(log);
        builder.Configuration.AddInMemoryCollection(
        [
            new("ConnectionStrings:orderdb", database.ConnectionString), new("Webhooks:AllowPrivateTargets", "true"),
            .. Credentials.Settings,
            .. settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)),
        ]);
        builder.AddServiceDefaults();
        builder.AddOrderModule();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapOrderModule();
        await app.StartAsync();

        var alone = new OrdersAlone(database, isReplica, app, log);
        await Eventually.BecomesAsync(
            "the order module to be healthy", async () => await (await alone.Client.GetAsync("/health")).Content.ReadAsStringAsync(), health => health == "Healthy");
        return alone;
    }

    /// <summary>Queues events of new orders for a subscription, as the relay would have.</summary>
    /// <param name="subscription">For whom.</param>
    /// <param name="orders">How many orders.</param>
    /// <param name="eventsOfEach">How many events each of them has.</param>
    /// <returns>The orders.</returns>
    public async Task<Guid[]> QueueAsync(Guid subscription, int orders, int eventsOfEach = 1)
    {
        Guid[] ids = [.. Enumerable.Range(0, orders).Select(_ => Guid.CreateVersion7())];
        await using var command = Database.Source.CreateCommand("""
            WITH o AS (
                INSERT INTO orders.orders (id, version, customer_id, order_date, status, goal, step, payment_method, lines, total, currency, refunds, attempts)
                SELECT id, 1, 'customer-1', now(), 'Shipped', 'None', 'None', 'approve', '[]', 10, 'EUR', '[]', 0 FROM unnest($2) id
                RETURNING id
            ), e AS (
                INSERT INTO orders.events (order_id, version, type, status, at, published_at)
                SELECT o.id, v, 'order.shipped', 'Shipped', now(), now() FROM o CROSS JOIN generate_series(1, $3) v
                RETURNING order_id, version
            )
            INSERT INTO orders.webhook_deliveries (subscription_id, order_id, version, status, attempts, due_at, created_at)
            SELECT $1, order_id, version, 'Pending', 0, now(), now() FROM e ORDER BY version, order_id
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = subscription });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = eventsOfEach });
        await command.ExecuteNonQueryAsync();
        return ids;
    }

    public Task RunAsync(string sql, params object[] parameters) => Database.Source.RunAsync(sql, parameters);

    /// <summary>The first column of the first row.</summary>
    public Task<T> ScalarAsync<T>(string sql, params object[] parameters) => Database.Source.ScalarAsync<T>(sql, parameters);

    public async Task<JsonElement[]> DeliveriesAsync(Guid subscription, string query = "") =>
        (await Client.GetFromJsonAsync<JsonElement[]>($"/webhooks/{subscription}/deliveries?limit=1000{query}"))!;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (!_isReplica) await Database.DisposeAsync();
    }
}
