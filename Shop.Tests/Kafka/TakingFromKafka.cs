using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Shop.ProductApi;
using Shop.ProductApi.Kafka;
using Shop.Tests.Databases;
using Shop.Tests.Hosting;

namespace Shop.Tests.Kafka;

/// <summary>The product module's side: each event has its effect once, whatever happens to it, to Kafka or to the replicas.</summary>
public sealed class TakingFromKafka(ShopFixture shop) : ShopTest(shop)
{
    private const string Group = "product-api";
    private const string Secret = "not-for-any-log";

    /// <summary>How long the group may keep a stop, and what the rest of it takes on a busy machine.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(3 + 3);

    [Fact]
    public async Task Each_event_counts_once_while_replicas_come_and_go()
    {
        using var kafka = new MockKafka();
        await using var database = await ScratchDatabase.CreateAsync(Shop);
        await using var first = await StartAsync(database, kafka);
        var orders = await AddShippedOrdersAsync(database, 30);
        await SendTwiceAsync(kafka, orders[..10]);
        await ReadsAsync(first, partitions: 4);

        await using var second = await StartAsync(database, kafka);
        await SendTwiceAsync(kafka, orders[10..20]);
        await ReadsAsync(second, partitions: 2);
        await SendTwiceAsync(kafka, orders[20..25]);
        await first.StopAsync();
        await SendTwiceAsync(kafka, orders[25..]);

        await EverythingIsTakenAsync(kafka);
        Assert.Equal((30, 30), await CountedAsync(database));
    }

    [Fact]
    public async Task A_message_that_is_no_event_of_an_order_stops_nothing_and_is_reported()
    {
        using var kafka = new MockKafka();
        await using var database = await ScratchDatabase.CreateAsync(Shop);
        await using var host = await StartAsync(database, kafka);
        var order = Assert.Single(await AddShippedOrdersAsync(database, 1));
        var key = order.ToString();
        (byte[]? Value, string ContentType)[] poison =
        [
            (Encoding.UTF8.GetBytes(Secret), "application/cloudevents+json"), (null, "application/cloudevents+json"),
            (EventInTopic.Shipped(order), "application/json"), (EventInTopic.Shipped(order, type: "order.confirmed"), "application/cloudevents+json"),
            (Encoding.UTF8.GetBytes("""{"specversion":"1.0","id":"1","source":"/orders","type":"order.shipped"}"""), "application/cloudevents+json"),
            (Encoding.UTF8.GetBytes("""{"specversion":"1.0","id":"1","source":"/orders","type":"order.shipped","data":{"type":"order.shipped"}}"""), "application/cloudevents+json"),
            (Encoding.UTF8.GetBytes("""[{"specversion":1}]"""), "application/cloudevents+json"),
        ];
        foreach (var (value, contentType) in poison) await kafka.SendAsync(key, value, EventInTopic.Headers(contentType: contentType));
        var nobodys = Guid.NewGuid();
        await kafka.SendAsync(key, EventInTopic.Shipped(nobodys), EventInTopic.Headers());

        await kafka.SendAsync(key, EventInTopic.Shipped(order), EventInTopic.Headers());

        await EverythingIsTakenAsync(kafka);
        Assert.Equal((1, 1), await CountedAsync(database));
        var errors = host.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)).ToList();
        Assert.Contains(errors, line => line.Contains("no events of orders and are passed over; the first is at orders.events [", StringComparison.Ordinal));
        Assert.Contains(errors, line => line.Contains(nobodys.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(host.Lines, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_offset_is_committed_after_the_effect()
    {
        using var kafka = new MockKafka();
        await using var database = await ScratchDatabase.CreateAsync(Shop);
        await using var host = await StartAsync(database, kafka);
        var orders = await AddShippedOrdersAsync(database, 2);
        await SendTwiceAsync(kafka, orders[..1]);
        await EverythingIsTakenAsync(kafka);
        await database.Source.RunAsync("ALTER TABLE product.inbox RENAME TO inbox_that_is_away");

        await SendTwiceAsync(kafka, orders[1..]);

        await Eventually.BecomesAsync("word of what is not taken", () => Task.FromResult(host.Lines), lines => lines.Any(line => line.Contains("not taken", StringComparison.Ordinal)));
        // What there is to commit, it commits at its end.
        await host.StopAsync();
        Assert.Equal((2, 4), await kafka.ProgressAsync(Group));
        await database.Source.RunAsync("ALTER TABLE product.inbox_that_is_away RENAME TO inbox");
        await using var next = await StartAsync(database, kafka);
        await EverythingIsTakenAsync(kafka);
        Assert.Equal((2, 2), await CountedAsync(database));
    }

    [Fact]
    public async Task What_is_done_with_an_event_links_to_the_trace_of_its_order()
    {
        using var kafka = new MockKafka();
        await using var database = await ScratchDatabase.CreateAsync(Shop);
        await using var host = await StartAsync(database, kafka);
        var order = Assert.Single(await AddShippedOrdersAsync(database, 1));
        var trace = ActivityTraceId.CreateRandom();
        var linked = new ConcurrentBag<ActivityTraceId>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Shop.Products.Events",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                foreach (var link in activity.Links) linked.Add(link.Context.TraceId);
            },
        };
        ActivitySource.AddActivityListener(listener);

        await kafka.SendAsync(order.ToString(), EventInTopic.Shipped(order), EventInTopic.Headers($"00-{trace}-{ActivitySpanId.CreateRandom()}-01"));

        await Eventually.BecomesAsync("a span that links to the order's trace", () => Task.FromResult(linked.ToList()), traces => traces.Contains(trace));
    }

    [Fact]
    public async Task With_Kafka_away_a_replica_stops_all_the_same()
    {
        using var kafka = new MockKafka();
        await using var database = await ScratchDatabase.CreateAsync(Shop);
        await using var host = await StartAsync(database, kafka);
        await SendTwiceAsync(kafka, await AddShippedOrdersAsync(database, 1));
        await Eventually.BecomesAsync("the effect", () => database.Source.ScalarAsync<long>("SELECT count(*) FROM product.inbox"), inbox => inbox == 1);
        // With an offset in hand that it can commit nowhere.
        kafka.GoAway();
        await Eventually.BecomesAsync("word of the outage", () => Task.FromResult(host.Lines), lines => lines.Any(line => line.Contains("Kafka does not answer", StringComparison.Ordinal)));

        var clock = Stopwatch.StartNew();
        await host.StopAsync();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, LongestStop);
        kafka.ComeBack();
    }

    private static Task<HostOnKafka> StartAsync(ScratchDatabase database, MockKafka kafka) => HostOnKafka.StartAsync(database, kafka, builder =>
    {
        builder.AddProductModule();
        builder.AddOrderEventsFromKafka();
    }, app => app.MapProductModule());

    private static async Task ReadsAsync(HostOnKafka host, int partitions) =>
        await Eventually.BecomesAsync(
        $"a replica to read {partitions} partitions", () => Task.FromResult(host.Lines), lines => lines.Any(line => line.Contains($"Reads {partitions} partitions", StringComparison.Ordinal)));

    /// <summary>A product, and orders of one piece of it each, whose goods are out.</summary>
    private static async Task<Guid[]> AddShippedOrdersAsync(ScratchDatabase database, int count)
    {
        Guid[] orders = [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
        await database.Source.RunAsync("""
            WITH p AS (
                INSERT INTO product.products (name, description, category, price, currency, on_hand, reserved, version)
                VALUES ('Test product', 'Made by a test.', 'Tests', 10, 'EUR', 0, 0, 1) RETURNING id
            )
            INSERT INTO product.reservations (order_id, status, currency, total, product_ids, names, quantities, unit_prices, reserved_at, closed_at)
            SELECT o, 'Committed', 'EUR', 10, ARRAY[p.id], ARRAY['Test product'], ARRAY[1], ARRAY[10.00], now(), now() FROM unnest($1) o CROSS JOIN p
            """, orders);
        return orders;
    }

    private static async Task SendTwiceAsync(MockKafka kafka, Guid[] orders)
    {
        foreach (var order in orders.Concat(orders)) await kafka.SendAsync(order.ToString(), EventInTopic.Shipped(order), EventInTopic.Headers());
    }

    private static async Task EverythingIsTakenAsync(MockKafka kafka) =>
        await Eventually.BecomesAsync("the group to be done with the topic", () => kafka.ProgressAsync(Group), progress => progress.Committed == progress.End);

    private static async Task<(long Orders, long Inbox)> CountedAsync(ScratchDatabase database) =>
        (await database.Source.ScalarAsync<long>("SELECT sum(orders)::bigint FROM product.sales"), await database.Source.ScalarAsync<long>("SELECT count(*) FROM product.inbox"));
}
