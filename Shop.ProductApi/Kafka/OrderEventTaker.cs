using System.Diagnostics;
using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using Shop.Kafka;
using Shop.ProductApi.Data;
using Shop.ProductApi.Sales;

namespace Shop.ProductApi.Kafka;

/// <summary>
/// Lets messages have their effect, each once however often it comes, and says which can have none: a message that is never going to be
/// understood must not keep those behind it waiting.
/// </summary>
internal sealed partial class OrderEventTaker : IDisposable
{
    private const string Name = "Shop.Products.Events";

    private static readonly ActivitySource Source = new(Name);

    private readonly ProductDatabase _database;
    private readonly KafkaOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<OrderEventTaker> _logger;
    private readonly Meter _meter;
    private readonly Counter<long> _events;

    public OrderEventTaker(
        ProductDatabase database, IOptions<KafkaOptions> options, TimeProvider time, IMeterFactory meters, ILogger<OrderEventTaker> logger)
    {
        (_database, _options, _time, _logger) = (database, options.Value, time, logger);
        _meter = meters.Create(Name);
        _events = _meter.CreateCounter<long>("shop.order_events", "{event}", "Messages of the topic of orders' events, by what became of them.");
    }

    /// <summary>Takes messages, all in one statement.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database does not answer: none has had its effect, or all have. They are to be taken again.</exception>
    public async Task TakeAsync(IReadOnlyList<ConsumeResult<byte[], byte[]>> batch, CancellationToken cancellationToken)
    {
        using var activity = StartActivity(batch);
        var shipped = new List<OrderEvent>();
        var unreadable = new List<(ConsumeResult<byte[], byte[]> Result, string Reason)>();
        foreach (var result in batch)
        {
            if (CloudEvent.Read(result.Message, out var orderEvent) is { } reason) unreadable.Add((result, reason));
            else if (orderEvent.Type == OrderEvent.Shipped) shipped.Add(orderEvent);
        }

        if (shipped.Count > 0) await TakeAsync(shipped, cancellationToken);

        // After the effect: what is taken again because of a failure is reported once.
        Count("taken", batch.Count - unreadable.Count);
        if (unreadable.Count == 0) return;
        Count("unreadable", unreadable.Count);
        var (first, why) = unreadable[0];
        LogUnreadable(_logger, unreadable.Count, first.Topic, first.Partition.Value, first.Offset.Value, why);
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>
    /// An order is shipped after its reservation was committed here. Where there is none, it was long ago and is deleted, or it is not of
    /// this shop: waiting would not bring it.
    /// </summary>
    private async Task TakeAsync(List<OrderEvent> shipped, CancellationToken cancellationToken)
    {
        await using var connection = await _database.Source.OpenConnectionAsync(cancellationToken);
        if (await SalesStatements.TakeAsync(connection, shipped, _time.GetUtcNow(), cancellationToken) == 0) return;

        foreach (var one in shipped)
        {
            if (await SalesStatements.TakeAsync(connection, [one], _time.GetUtcNow(), cancellationToken) == 0) continue;
            Count("goods-not-out", 1);
            LogGoodsNotOut(_logger, one.OrderId);
        }
    }

    /// <summary>A span of its own, for many traces at once, that links to each of them.</summary>
    private Activity? StartActivity(IReadOnlyList<ConsumeResult<byte[], byte[]>> batch)
    {
        var links = batch.Select(result => KafkaHeaders.TraceOf(result.Message.Headers)).OfType<ActivityContext>().Select(context => new ActivityLink(context));
        var activity = Source.StartActivity(ActivityKind.Consumer, parentContext: default, links: links, name: $"process {_options.Topic}");
        return activity?.SetTag("messaging.system", "kafka").SetTag("messaging.destination.name", _options.Topic)
            .SetTag("messaging.consumer.group.name", _options.Group).SetTag("messaging.operation.type", "process")
            .SetTag("messaging.batch.message_count", batch.Count);
    }

    private void Count(string outcome, int events) => _events.Add(events, new KeyValuePair<string, object?>("shop.order_event.outcome", outcome));

    [LoggerMessage(LogLevel.Error, "{Count} messages are no events of orders and are passed over; the first is at {Topic} [{Partition}] offset {Offset}: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, int count, string topic, int partition, long offset, string reason);

    [LoggerMessage(LogLevel.Error, "Order {OrderId} is said to be shipped, but nothing was committed for it here: its event is passed over")]
    private static partial void LogGoodsNotOut(ILogger logger, Guid orderId);
}
