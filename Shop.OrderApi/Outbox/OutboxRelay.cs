using Microsoft.Extensions.Options;
using Npgsql;
using Shop.OrderApi.Data;
using Shop.OrderApi.Faults;
using Shop.OrderApi.Orders;
using Shop.ServiceDefaults.Work;

namespace Shop.OrderApi.Outbox;

/// <summary>
/// Hands committed events to the publishers and marks them, many in one transaction. One relay works at a time, whatever the
/// number of replicas, so that the events of an order leave in their order; when it dies before its commit the next one starts
/// with the same events. Delivery is therefore at least once.
/// </summary>
internal sealed partial class OutboxRelay(
    OrderDatabase database, IEnumerable<IEventPublisher> publishers, OutboxStage stage, OrderTelemetry telemetry, CrashPoint crash,
    IOptions<OrderOptions> options, TimeProvider time, ILogger<OutboxRelay> logger) : BackgroundService
{
    private readonly AsyncAutoResetEvent _wake = new(time);
    private readonly IReadOnlyList<IEventPublisher> _publishers = [.. publishers];

    /// <summary>There are events to publish.</summary>
    public void Wake() => _wake.Set();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await database.Prepared.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await RelayAsync(stoppingToken) == OutboxStage.MaxEvents)
                {
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogNotRelayed(logger, exception);
            }

            await _wake.WaitAsync(options.Value.RelayInterval, stoppingToken);
        }
    }

    /// <summary>Publishes one transaction's worth of events, and answers how many there were.</summary>
    private async Task<int> RelayAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await stage.TryBeginAsync(connection, transaction, cancellationToken)) return 0;

        var pending = await stage.ReadAsync(connection, transaction, cancellationToken);
        if (pending.Count == 0) return 0;

        using var activity = PendingEvent.StartActivity("outbox publish", pending);
        foreach (var publisher in _publishers)
            await publisher.PublishAsync(connection, transaction, [.. pending.Select(p => p.Message)], cancellationToken);

        await crash.AfterAsync("Relay.Publish");
        var now = time.GetUtcNow();
        await stage.MarkAsync(connection, transaction, pending, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var publisher in _publishers) publisher.Committed();
        if (stage.IsLast)
        {
            foreach (var (_, _, message) in pending) telemetry.Published(now - message.At);
        }

        return pending.Count;
    }

    [LoggerMessage(LogLevel.Warning, "Events were not published and will be tried again")]
    private static partial void LogNotRelayed(ILogger logger, Exception exception);
}

/// <summary>
/// A way for events to leave the module. An event counts as published once every publisher has taken it; when one throws, all
/// of the batch is handed to all publishers again: each must expect to see an event more than once.
/// </summary>
internal interface IEventPublisher
{
    /// <summary>
    /// Takes events, in the order in which they happened within each order. A publisher that writes to the same database joins
    /// the relay's transaction, in which the events are marked; another one has done its work when the returned task completes.
    /// </summary>
    Task PublishAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<OrderEventMessage> events, CancellationToken cancellationToken);

    /// <summary>The transaction that the events were taken in is committed: what was written in it can be seen by others now.</summary>
    void Committed()
    {
    }
}
