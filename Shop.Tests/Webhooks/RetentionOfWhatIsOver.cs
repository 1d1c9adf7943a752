using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.OrderApi.Data;
using Shop.OrderApi.Retention;
using Shop.ProductApi.Data;
using Shop.ProductApi.Retention;
using Shop.ProductApi.Sales;
using Shop.Tests.Databases;
using Shop.Tests.Hosting;

namespace Shop.Tests.Webhooks;

/// <summary>What is over is deleted when it is old enough, and never what is still needed.</summary>
public sealed class RetentionOfWhatIsOver(ShopFixture shop) : ShopTest(shop)
{
    [Fact]
    public async Task Deliveries_rejected_orders_and_events_are_deleted_when_they_are_old_and_not_needed()
    {
        // More than a batch.
        const int many = 1100;
        await using var orders = await OrdersAlone.StartAsync(Shop);
        var subscription = Guid.CreateVersion7();
        await orders.RunAsync(
            "INSERT INTO orders.webhook_subscriptions (id, url, secret, event_types, created_at, status) VALUES ($1, 'http://127.0.0.1:9/', '', '{}', now(), 'Paused')", subscription);
        var delivered = await orders.QueueAsync(subscription, many);
        await orders.RunAsync("UPDATE orders.webhook_deliveries SET status = 'Delivered', due_at = NULL, ended_at = now()");
        var pending = (await orders.QueueAsync(subscription, orders: 1))[0];
        var dead = (await orders.QueueAsync(subscription, orders: 1))[0];
        await orders.RunAsync("UPDATE orders.webhook_deliveries SET status = 'Dead', due_at = NULL, ended_at = now() + interval '2 years' WHERE order_id = $1", dead);
        var rejected = await InStatusAsync("Rejected", "None");
        var rejectedWithKey = await InStatusAsync("Rejected", "None");
        var rejecting = await InStatusAsync("Rejected", "Refund");
        var confirmed = await InStatusAsync("Confirmed", "None");
        await orders.RunAsync("INSERT INTO orders.idempotency_keys (customer_id, key, fingerprint, order_id, created_at) VALUES ('customer-1', 'key', '', $1, now())", rejectedWithKey);

        await PurgeAsync(days: 29);
        Assert.Equal(many + 2, await orders.ScalarAsync<long>("SELECT count(*) FROM orders.webhook_deliveries"));

        await PurgeAsync(days: 31);
        Assert.Equal([pending, dead], await IdsAsync("SELECT order_id FROM orders.webhook_deliveries ORDER BY id"));
        Assert.Equal(many + 6, await orders.ScalarAsync<long>("SELECT count(*) FROM orders.events"));

        await PurgeAsync(days: 91);
        Assert.Equal([rejectedWithKey, rejecting], await IdsAsync("SELECT id FROM orders.orders WHERE status = 'Rejected' ORDER BY id"));
        Assert.Empty(await IdsAsync($"SELECT order_id FROM orders.events WHERE order_id = '{rejected}'"));
        Assert.Equal(many + 5, await orders.ScalarAsync<long>("SELECT count(*) FROM orders.events"));

        // Those of the delivered ones go; an event that may still be sent, or whose order may still change, stays. Orders stay.
        await PurgeAsync(days: 731);
        Assert.Equal([pending, dead, rejecting, confirmed], await IdsAsync("SELECT order_id FROM orders.events ORDER BY order_id"));
        Assert.Equal(many + 5, await orders.ScalarAsync<long>("SELECT count(*) FROM orders.orders"));
        Assert.Equal("Shipped", await orders.ScalarAsync<string>("SELECT status FROM orders.orders WHERE id = $1", delivered[0]));

        async Task<Guid> InStatusAsync(string status, string goal)
        {
            var id = (await orders.QueueAsync(subscription, orders: 1))[0];
            await orders.RunAsync("DELETE FROM orders.webhook_deliveries WHERE order_id = $1", id);
            await orders.RunAsync("UPDATE orders.orders SET status = $2, goal = $3 WHERE id = $1", id, status, goal);
            return id;
        }

        async Task PurgeAsync(int days)
        {
            using var retention = new OrderRetention(
                orders.Services.GetRequiredService<OrderDatabase>(), Options.Create(new OrderRetentionOptions()), new LaterTime(days), NullLogger<OrderRetention>.Instance);
            await retention.PurgeAsync(TestContext.Current.CancellationToken);
        }

        async Task<Guid[]> IdsAsync(string sql) => await IdsOfAsync(orders.Database.Source, sql);
    }

    [Fact]
    public async Task Reservations_that_ended_are_deleted_when_they_are_old_and_their_events_not_before()
    {
        await using var scratch = await ScratchDatabase.CreateAsync(Shop);
        await Migrator.MigrateAsync(scratch.Source, ProductContext.Schema, typeof(ProductContext).Assembly, TestContext.Current.CancellationToken);
        await using var database = new ProductDatabase(NpgsqlDataSource.Create(scratch.ConnectionString));
        Guid sold = Guid.CreateVersion7(), released = Guid.CreateVersion7(), held = Guid.CreateVersion7(), soldLater = Guid.CreateVersion7();
        await scratch.RunAsync($$"""
            INSERT INTO product.products (id, name, description, category, price, currency, on_hand, reserved, version) VALUES (1, 'Pan', '', 'Kitchen', 10, 'EUR', 100, 1, 1);
            INSERT INTO product.reservations SELECT i.id::uuid, i.status, 'EUR', 10, '{1}', '{Pan}', '{1}', '{10}', now(), i.closed_at
            FROM (VALUES ('{{sold}}', 'Committed', now()), ('{{released}}', 'Released', now()), ('{{held}}', 'Reserved', NULL),
                         ('{{soldLater}}', 'Committed', now() + interval '10 days')) AS i (id, status, closed_at);
            """);
        await using var connection = await database.Source.OpenConnectionAsync();
        OrderEvent[] shipped = [new(OrderEvent.Shipped, sold, 4), new(OrderEvent.Shipped, soldLater, 4), new("order.confirmed", held, 2)];
        Assert.Equal(0, await SalesStatements.TakeAsync(connection, shipped, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken));

        await PurgeAsync(days: 89);
        Assert.Equal(4, (await IdsOfAsync(scratch.Source, "SELECT order_id FROM product.reservations")).Length);

        await PurgeAsync(days: 91);
        Assert.Equivalent(new[] { held, soldLater }, await IdsOfAsync(scratch.Source, "SELECT order_id FROM product.reservations"), strict: true);
        Assert.Equivalent(new[] { held, soldLater }, await IdsOfAsync(scratch.Source, "SELECT order_id FROM product.inbox"), strict: true);

        // Whatever comes again now, nothing is counted twice: one is known, and the other one has no goods any more.
        Assert.Equal(1, await SalesStatements.TakeAsync(connection, shipped, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken));
        Assert.Equal(2, (await SalesStatements.FindAsync(connection, 1, TestContext.Current.CancellationToken))!.Orders);

        await PurgeAsync(days: 101);
        Assert.Equal([held], await IdsOfAsync(scratch.Source, "SELECT order_id FROM product.reservations"));

        async Task PurgeAsync(int days)
        {
            using var retention = new ProductRetention(
                database, Options.Create(new ProductRetentionOptions()), new LaterTime(days), NullLogger<ProductRetention>.Instance);
            await retention.PurgeAsync(TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData(90, 89, false)]
    [InlineData(90, 90, true)]
    [InlineData(0, 90, false)]
    [InlineData(36_501, 36_501, false)]
    public void An_inbox_that_forgets_before_its_goods_do_is_refused(int reservations, int inbox, bool allowed) => Assert.Equal(
        allowed,
        new ProductRetentionOptions.Validator().Validate(null, new() { Reservations = TimeSpan.FromDays(reservations), Inbox = TimeSpan.FromDays(inbox) }).Succeeded);

    private static async Task<Guid[]> IdsOfAsync(NpgsqlDataSource source, string sql)
    {
#pragma warning disable CA2100 // The test's own statements.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await reader.ReadAsync()) ids.Add(reader.GetGuid(0));
        return [.. ids];
    }

    /// <summary>The time in so many days.</summary>
    private sealed class LaterTime(int days) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(days);
    }
}
