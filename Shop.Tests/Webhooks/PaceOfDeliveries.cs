using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.OrderApi.Data;
using Shop.OrderApi.Webhooks;
using Shop.Tests.Hosting;

namespace Shop.Tests.Webhooks;

/// <summary>How fast a subscriber is served: as fast as it takes events, not as fast as it answers one.</summary>
[Collection(nameof(Alone))]
public sealed class PaceOfDeliveries(ShopFixture shop) : ShopTest(shop)
{
    /// <summary>The first half is for finding the pace, the second one is measured.</summary>
    private const int Events = 1200;

    [Fact]
    public async Task The_pace_of_a_subscriber_does_not_hang_on_its_latency()
    {
        await using var orders = await OrdersAlone.StartAsync(Shop);

        var quick = await PaceAsync(orders, TimeSpan.FromMilliseconds(50));
        var slower = await PaceAsync(orders, TimeSpan.FromMilliseconds(250));
        var slow = await PaceAsync(orders, TimeSpan.FromSeconds(1));

        Console.WriteLine($"Events a second to a subscriber that takes 50 ms: {quick:0}, 250 ms: {slower:0}, 1 s: {slow:0}.");
        // As many calls are under way as the subscriber takes: with a fixed number it was 19 a second at 250 ms, and eight at 1 s.
        Assert.True(slower > 100, $"At 250 ms it is {slower:0} events a second.");
        Assert.True(slow > 100, $"At 1 s it is {slow:0} events a second.");
    }

    [Fact]
    public async Task Events_of_an_order_keep_their_order_while_many_are_under_way()
    {
        const int ordersQueued = 80, eventsOfEach = 5;
        await using var orders = await OrdersAlone.StartAsync(Shop, ("Webhooks:RetryBase", "00:00:00.05"), ("Webhooks:Interval", "00:00:00.05"));
        var taken = new ConcurrentDictionary<Guid, ConcurrentQueue<int>>();
        var failed = new ConcurrentDictionary<(Guid, int), bool>();
        var random = new Random(7310);
        await using var subscriber = await WebhookReceiver.StartAsync(async message =>
        {
            int delay;
            bool fails;
            lock (random) (delay, fails) = (random.Next(30), random.Next(5) == 0);
            await Task.Delay(delay);
            if (fails && failed.TryAdd((message.OrderId, message.Version), true)) return StatusCodes.Status500InternalServerError;
            taken.GetOrAdd(message.OrderId, _ => new()).Enqueue(message.Version);
            return StatusCodes.Status200OK;
        });
        var (subscription, _) = await subscriber.SubscribeAsync(orders.Client);

        var queued = await orders.QueueAsync(subscription, ordersQueued, eventsOfEach);

        await Eventually.BecomesAsync(
            "all events to be taken", () => Task.FromResult(taken.Values.Sum(versions => versions.Count)), count => count >= ordersQueued * eventsOfEach);
        Assert.NotEmpty(failed);
        Assert.All(queued, order => Assert.Equal(Enumerable.Range(1, eventsOfEach), taken[order]));
    }

    [Fact]
    public async Task A_claim_reads_as_many_entries_of_the_queue_as_it_takes_however_long_it_is()
    {
        const int room = 16;
        await using var orders = await OrdersAlone.StartAsync(Shop);
        using var created = await orders.Client.PostAsJsonAsync("/webhooks", new { url = "http://127.0.0.1:9/" });
        var subscription = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        await orders.RunAsync("UPDATE orders.webhook_subscriptions SET status = 'Paused'");
        await orders.QueueAsync(subscription, orders: 3000, eventsOfEach: 2);

        // On a connection of the module's own: what it has set decides on the plan.
        await using var connection = await orders.Services.GetRequiredService<OrderDatabase>().DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var resume = new NpgsqlCommand("UPDATE orders.webhook_subscriptions SET status = 'Active'", connection))
            await resume.ExecuteNonQueryAsync();
        await using var explain = new NpgsqlCommand($"EXPLAIN (ANALYZE, FORMAT JSON) {WebhookQueue.ClaimSql}", connection);
        WebhookQueue.AddClaimParameters(explain, new Dictionary<Guid, int> { [subscription] = room }, atFirst: 1, new());
        var plan = JsonSerializer.Deserialize<JsonElement>((string)(await explain.ExecuteScalarAsync())!);

        var scans = Nodes(plan[0].GetProperty("Plan"))
            .Where(node => node.TryGetProperty("Relation Name", out var table) && table.GetString() == "webhook_deliveries" && node.GetProperty("Node Type").GetString() != "ModifyTable")
            .ToArray();
        Assert.NotEmpty(scans);
        Assert.All(scans, scan => Assert.Equal("Index Scan", scan.GetProperty("Node Type").GetString()));
        Assert.All(scans, scan => Assert.InRange(scan.GetProperty("Actual Rows").GetDouble() * scan.GetProperty("Actual Loops").GetDouble(), 0, room));
        Assert.Contains(scans, scan => scan.GetProperty("Index Name").GetString() == "ix_webhook_deliveries_due");
    }

    [Fact]
    public void A_subscriber_that_says_it_is_too_much_is_called_by_fewer_and_one_that_keeps_up_by_more()
    {
        var time = new SetTime();
        var lane = new SubscriberLane(time);

        for (var round = 0; round < 4; round++) Round(SubscriberLane.StartLimit << round, new(Error: null));
        Assert.Equal(256, lane.Free(most: 1000));

        Round(256, new("Too much.") { IsOverload = true });
        Assert.Equal(128, lane.Free(most: 1000));

        Round(128, new(Error: null));
        Assert.InRange(lane.Free(most: 1000), 128, 130);
        Assert.Equal(50, lane.Free(most: 50));

        void Round(int expected, CallOutcome outcome)
        {
            Assert.Equal(expected, lane.Free(most: 1000));
            var begun = Enumerable.Range(0, expected).Select(_ => lane.Begin()).ToArray();
            Assert.Equal(0, lane.Free(most: 1000));
            time.Advance(TimeSpan.FromSeconds(1));
            foreach (var began in begun) lane.Learn(began, outcome);
            foreach (var _ in begun) lane.End();
        }
    }

    [Fact]
    public void A_subscriber_that_gets_slower_as_more_is_sent_at_a_time_is_sent_no_more()
    {
        var time = new SetTime();
        var lane = new SubscriberLane(time);

        // It does one after the other, 10 ms each.
        for (var round = 0; round < 20; round++)
        {
            var begun = Enumerable.Range(0, lane.Free(most: 1000)).Select(_ => lane.Begin()).ToArray();
            foreach (var began in begun)
            {
                time.Advance(TimeSpan.FromMilliseconds(10));
                lane.Learn(began, new(Error: null));
                lane.End();
            }
        }

        Assert.InRange(lane.Free(most: 1000), SubscriberLane.StartLimit, SubscriberLane.StartLimit * 3);
    }

    private static IEnumerable<JsonElement> Nodes(JsonElement node) => !node.TryGetProperty("Plans", out var children)
        ? [node]
        : children.EnumerateArray().SelectMany(Nodes).Prepend(node);

    /// <summary>Events a second over the second half of a queue.</summary>
    private static async Task<double> PaceAsync(OrdersAlone orders, TimeSpan latency)
    {
        await using var subscriber = await WebhookReceiver.StartAsync(async _ =>
        {
            await Task.Delay(latency);
            return StatusCodes.Status200OK;
        });
        var (subscription, _) = await subscriber.SubscribeAsync(orders.Client);
        await orders.QueueAsync(subscription, Events);
        await Eventually.BecomesAsync("all events to arrive", () => Task.FromResult(subscriber.Calls.Count()), count => count >= Events, TimeSpan.FromMinutes(4));
        var calls = subscriber.Calls.Select(call => call.At).ToArray();
        using var ended = await orders.Client.DeleteAsync($"/webhooks/{subscription}");
        return Events / 2 / (calls[^1] - calls[Events / 2]).TotalSeconds;
    }

    /// <summary>A clock that stands still until it is set.</summary>
    private sealed class SetTime : TimeProvider
    {
        private long _ticks = TimeSpan.TicksPerDay;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
