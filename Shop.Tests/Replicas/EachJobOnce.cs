using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shop.OrderApi;
using Shop.OrderApi.Data;
using Shop.OrderApi.Retention;
using Shop.Tests.Databases;
using Shop.Tests.Faults;
using Shop.Tests.Hosting;
using Shop.Tests.Kafka;
using Shop.Tests.Webhooks;
using OrdersAlone = Shop.Tests.Webhooks.OrdersAlone;

namespace Shop.Tests.Replicas;

/// <summary>Three replicas of the order module over one database, none of which dies: each job is done by one of them, and once.</summary>
public sealed class EachJobOnce(ShopFixture shop) : ShopTest(shop)
{
    private const int Replicas = 3;
    private static readonly TimeSpan AnswerTakes = TimeSpan.FromMilliseconds(20);

    private const string AddOrderSql = """
        INSERT INTO orders.orders (id, version, customer_id, order_date, status, goal, step, payment_method, lines, total, currency, refunds, attempts, due_at)
        SELECT id, 1, 'customer-1', now(), 'Confirmed', $2, $3, 'approve', '[{"productId":1,"quantity":1,"name":"Pan","unitPrice":10,"amount":10}]', 10, 'EUR', '[]', 0, $4
        FROM unnest($1) id
        """;

    [Fact]
    public async Task A_delivery_is_made_once_and_those_of_an_order_one_after_the_other()
    {
        const int orders = 60, eventsOfEach = 3;
        var underWay = new ConcurrentDictionary<Guid, bool>();
        var atOnce = new ConcurrentQueue<string>();
        await using var subscriber = await WebhookReceiver.StartAsync(async message =>
        {
            if (!underWay.TryAdd(message.OrderId, true)) atOnce.Enqueue(message.Id);
            await Task.Delay(AnswerTakes);
            underWay.TryRemove(message.OrderId, out _);
            return 200;
        });
        await using var replicas = await StartAsync(("Webhooks:Interval", "00:00:00.02"));
        var (subscription, _) = await subscriber.SubscribeAsync(replicas.First.Client);

        await replicas.First.QueueAsync(subscription, orders, eventsOfEach);

        await Eventually.BecomesAsync(
            "every delivery to be made", () => replicas.First.ScalarAsync<long>("SELECT count(*) FROM orders.webhook_deliveries WHERE status = 'Delivered'"),
            delivered => delivered == orders * eventsOfEach);
        Assert.Empty(atOnce);
        Assert.All(subscriber.Heard.GroupBy(call => call.OrderId), order => Assert.Equal(Enumerable.Range(1, eventsOfEach), order.Select(call => call.Version)));
        Assert.Equal(orders * eventsOfEach, subscriber.Heard.Count);
        Assert.Equal(1, await replicas.First.ScalarAsync<int>("SELECT max(attempts) FROM orders.webhook_deliveries"));
    }

    [Fact]
    public async Task An_order_that_was_left_behind_is_taken_up_by_one_of_them()
    {
        const int left = 90;
        await using var neighbours = await Neighbours.StartAsync();
        await using var replicas = await StartAsync([.. neighbours.Settings, ("Order:WorkerInterval", "00:00:00.02")]);
        var orders = NewIds(left);

        await replicas.First.RunAsync(AddOrderSql, orders, "Cancel", "Release", DateTime.UtcNow);

        await Eventually.BecomesAsync(
            "every order to be cancelled", () => replicas.First.ScalarAsync<long>("SELECT count(*) FROM orders.orders WHERE status = 'Cancelled' AND due_at IS NULL"),
            cancelled => cancelled == left);
        Assert.Equal(orders.Order(), neighbours.Released.Order());
    }

    [Fact]
    public async Task One_relay_at_a_time_hands_events_to_a_broker()
    {
        const int waves = 10, orders = 20, eventsOfEach = 3;
        using var kafka = new MockKafka();
        await using var database = await ScratchDatabase.CreateAsync(Shop);
        var hosts = new List<HostOnKafka>();
        try
        {
            for (var i = 0; i < Replicas; i++) hosts.Add(await HostOnKafka.StartAsync(database, kafka, builder => builder.AddOrderModule(), app => app.MapOrderModule()));

            for (var i = 1; i <= waves; i++)
            {
                await database.AddShippedOrdersAsync(orders, eventsOfEach);
                // As a replica does that has committed them: all the others are woken at once.
                await database.Source.RunAsync("NOTIFY orders_outbox, 'a replica'");
                var published = i * orders * eventsOfEach;
                await Eventually.BecomesAsync(
                    "every event to be published", () => database.PublishedAsync(), count => count == published);
            }

            var messages = await kafka.MessagesAsync();
            Assert.Equal(waves * orders * eventsOfEach, messages.Count);
            Assert.All(messages.GroupBy(message => message.Message.Key), order => Assert.Equal(
                Enumerable.Range(1, eventsOfEach), order.OrderBy(message => message.Offset.Value).Select(message => message.Json().GetProperty("data").GetProperty("version").GetInt32())));
        }
        finally
        {
            foreach (var host in hosts) await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_replica_is_woken_by_what_another_one_has_committed()
    {
        await using var replicas = await StartAsync(("Order:RelayInterval", "01:00:00"));
        var order = Assert.Single(NewIds(1));
        await replicas.First.RunAsync(AddOrderSql, new[] { order }, "None", "None", DBNull.Value);
        await replicas.First.RunAsync("INSERT INTO orders.events (order_id, version, type, status, at) VALUES ($1, 1, 'order.confirmed', 'Confirmed', now())", order);

        // The one that has committed it says so and dies.
        await replicas.First.RunAsync("NOTIFY orders_outbox, 'a replica'");

        await Eventually.BecomesAsync(
            "the event to be published", () => replicas.First.ScalarAsync<long>("SELECT count(*) FROM orders.events WHERE published_at IS NOT NULL"), published => published == 1);
    }

    [Fact]
    public async Task Who_follows_an_order_at_one_of_them_hears_at_once_of_what_another_one_did()
    {
        const int tries = 3;
        // A stream looks by itself after five seconds.
        var atOnce = TimeSpan.FromSeconds(3);
        await using var neighbours = await Neighbours.StartAsync();
        await using var replicas = await StartAsync(neighbours.Settings);
        var orders = NewIds(tries);
        await replicas.First.RunAsync(AddOrderSql, orders, "None", "None", DBNull.Value);
        var quickest = TimeSpan.MaxValue;

        foreach (var order in orders)
        {
            using var response = await replicas.All[1].Client.GetAsync($"/orders/{order}/events", HttpCompletionOption.ResponseHeadersRead);
            using var stream = new StreamReader(await response.Content.ReadAsStreamAsync());
            await ReadUntilAsync(stream, "order.placed");
            var clock = Stopwatch.StartNew();
            using var cancelled = await replicas.All[2].Client.PostAsync($"/orders/{order}/cancel", null);
            Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
            await ReadUntilAsync(stream, "order.cancelled");
            if (clock.Elapsed < quickest) quickest = clock.Elapsed;
        }

        Assert.InRange(quickest, TimeSpan.Zero, atOnce);
    }

    [Fact]
    public async Task What_is_old_is_deleted_once_although_all_delete()
    {
        // More than a batch for each.
        const int old = 2000;
        await using var replicas = await StartAsync();
        var subscription = Guid.CreateVersion7();
        await replicas.First.RunAsync(
            "INSERT INTO orders.webhook_subscriptions (id, url, secret, event_types, created_at, status) VALUES ($1, 'http://127.0.0.1:9/', '', '{}', now(), 'Paused')", subscription);
        await replicas.First.QueueAsync(subscription, old);
        await replicas.First.RunAsync("UPDATE orders.webhook_deliveries SET status = 'Delivered', due_at = NULL, ended_at = now()");
        var log = new LogKeeper(LogLevel.Information);
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        var inTwoMonths = new ShiftedClock { Offset = TimeSpan.FromDays(60) };

        await Task.WhenAll(replicas.All.Select(async replica =>
        {
            using var retention = new OrderRetention(
                replica.Services.GetRequiredService<OrderDatabase>(), Options.Create(new OrderRetentionOptions()), inTwoMonths, loggers.CreateLogger<OrderRetention>());
            await retention.PurgeAsync(TestContext.Current.CancellationToken);
        }));

        Assert.Equal(0, await replicas.First.ScalarAsync<long>("SELECT count(*) FROM orders.webhook_deliveries"));
        Assert.Equal(old, log.Lines.Sum(line => int.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture)));
        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    private static Guid[] NewIds(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];

    private static async Task ReadUntilAsync(StreamReader stream, string type)
    {
        while (await stream.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line == $"event: {type}") return;
        }

        Assert.Fail($"The stream has ended without {type}.");
    }

    private async Task<OrderReplicas> StartAsync(params (string Key, string Value)[] settings)
    {
        var first = await OrdersAlone.StartAsync(Shop, settings);
        return new([first, .. await Task.WhenAll(Enumerable.Range(1, Replicas - 1).Select(_ => first.StartReplicaAsync(settings)))]);
    }

    private sealed record OrderReplicas(IReadOnlyList<OrdersAlone> All) : IAsyncDisposable
    {
        /// <summary>The one with the database.</summary>
        public OrdersAlone First => All[0];

        public async ValueTask DisposeAsync()
        {
            foreach (var replica in All.Reverse()) await replica.DisposeAsync();
        }
    }
}
