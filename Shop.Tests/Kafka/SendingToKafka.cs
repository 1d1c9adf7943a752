using Confluent.Kafka;
using Shop.OrderApi;
using Shop.Tests.Databases;
using Shop.Tests.Hosting;
using Shop.Tests.Webhooks;

namespace Shop.Tests.Kafka;

/// <summary>The order module's side: nothing that Kafka does loses an event, or keeps anything else waiting.</summary>
public sealed class SendingToKafka(ShopFixture shop) : ShopTest(shop)
{
    private const int Orders = 6, EventsOfEach = 3;

    [Fact]
    public async Task While_Kafka_is_away_webhooks_go_on_and_no_event_is_lost()
    {
        using var kafka = new MockKafka();
        await using var database = await ScratchDatabase.CreateAsync(Shop);
        await using var host = await StartAsync(database, kafka);
        await using var subscriber = await WebhookReceiver.StartAsync();
        await subscriber.SubscribeAsync(host.Client);
        kafka.GoAway();

        await AddEventsAsync(database);

        await Eventually.BecomesAsync("webhooks of all events", () => Task.FromResult(subscriber.Calls.Count()), calls => calls == Orders * EventsOfEach);
        await Eventually.BecomesAsync("word of the outage", () => Task.FromResult(Said(host, "Kafka does not answer")), lines => lines > 0);
        Assert.Equal(0, await database.PublishedAsync());

        kafka.ComeBack();

        await EverythingIsPublishedAsync(database);
        AssertInOrder(await kafka.MessagesAsync());
        await Eventually.BecomesAsync("word of its end", () => Task.FromResult(Said(host, "Kafka answers again")), lines => lines == 1);
        Assert.Equal(1, Said(host, "Kafka does not answer"));
        Assert.Equal(1, Said(host, "Warning: "));
    }

    [Fact]
    public async Task What_a_broker_refuses_for_a_moment_comes_once_and_in_order()
    {
        using var kafka = new MockKafka();
        await using var database = await ScratchDatabase.CreateAsync(Shop);
        await using var host = await StartAsync(database, kafka);
        kafka.AnswerSending(ErrorCode.NotLeaderForPartition, ErrorCode.RequestTimedOut, ErrorCode.NotEnoughReplicas, ErrorCode.RequestTimedOut);

        await AddEventsAsync(database);

        await EverythingIsPublishedAsync(database);
        var messages = await kafka.MessagesAsync();
        Assert.Equal(Orders * EventsOfEach, messages.Count);
        AssertInOrder(messages);
    }

    [Fact]
    public async Task What_a_broker_refuses_outright_is_sent_again()
    {
        using var kafka = new MockKafka();
        await using var database = await ScratchDatabase.CreateAsync(Shop);
        await using var host = await StartAsync(database, kafka);
        kafka.AnswerSending(ErrorCode.TopicAuthorizationFailed, ErrorCode.TopicAuthorizationFailed);

        await AddEventsAsync(database);

        await EverythingIsPublishedAsync(database);
        AssertInOrder(await kafka.MessagesAsync());
        Assert.Equal(1, Said(host, "Kafka does not answer"));
    }

    private static Task<HostOnKafka> StartAsync(ScratchDatabase database, MockKafka kafka) =>
        HostOnKafka.StartAsync(database, kafka, builder => builder.AddOrderModule(), app => app.MapOrderModule());

    private static int Said(HostOnKafka host, string what) => host.Lines.Count(line => line.Contains(what, StringComparison.Ordinal));

    private static Task AddEventsAsync(ScratchDatabase database) => database.AddShippedOrdersAsync(Orders, EventsOfEach);

    private static async Task EverythingIsPublishedAsync(ScratchDatabase database) =>
        await Eventually.BecomesAsync("every event to be published", () => database.PublishedAsync(), published => published == Orders * EventsOfEach);

    /// <summary>Each order's events are there, in one partition, and none comes first after a later one.</summary>
    private static void AssertInOrder(IReadOnlyList<ConsumeResult<string, byte[]>> messages)
    {
        var orders = messages.GroupBy(message => message.Message.Key).ToList();
        Assert.Equal(Orders, orders.Count);
        Assert.All(orders, order =>
        {
            Assert.Single(order.Select(message => message.Partition).Distinct());
            var versions = order.OrderBy(message => message.Offset.Value).Select(message => message.Json().GetProperty("data").GetProperty("version").GetInt32());
            Assert.Equal(Enumerable.Range(1, EventsOfEach), versions.Distinct());
        });
    }
}
