using System.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.OrderApi.Data;
using Shop.OrderApi.Faults;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Outbox;

/// <summary>
/// Hands committed events to the publishers and marks them, many in one transaction. One relay works at a time, whatever the
/// number of replicas, so that the events of an order leave in their order; when it dies before its commit the next one starts
/// with the same events. Delivery is therefore at least once.
/// </summary>
internal sealed partial class OutboxRelay(
    OrderDatabase database, IEnumerable<IEventPublisher> publishers, OrderTelemetry telemetry, CrashPoint crash,
    IOptions<OrderOptions> options, TimeProvider time, ILogger<OutboxRelay> logger) : BackgroundService
{
    /// <summary>The most events of one transaction.</summary>
    private const int MaxEvents = 500;

    /// <summary>A relay that was frozen in the middle loses its transaction, so that another one can go on.</summary>
    private const string BeginSql = """
        SET LOCAL idle_in_transaction_session_timeout = '10s';
        SELECT pg_try_advisory_xact_lock(hashtextextended('orders outbox relay', 0))
        """;

    private const string ReadSql = $"""
        SELECT e.sequence, e.trace_parent, {OrderStatements.EventColumns}
        FROM orders.events e JOIN orders.orders o ON o.id = e.order_id
        WHERE e.published_at IS NULL
        ORDER BY e.sequence
        LIMIT $1
        """;

    private const string MarkSql = "UPDATE orders.events SET published_at = $2 WHERE published_at IS NULL AND sequence = ANY ($1)";

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
                while (await RelayAsync(stoppingToken) == MaxEvents)
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
        if (!await IsAloneAsync(connection, transaction, cancellationToken)) return 0;

        var pending = await ReadAsync(connection, transaction, cancellationToken);
        if (pending.Count == 0) return 0;

        using var activity = StartActivity(pending);
        foreach (var publisher in _publishers)
            await publisher.PublishAsync(connection, transaction, [.. pending.Select(p => p.Message)], cancellationToken);

        await crash.AfterAsync("Relay.Publish");
        var now = time.GetUtcNow();
        await MarkAsync(connection, transaction, pending, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var publisher in _publishers) publisher.Committed();
        foreach (var (_, _, message) in pending) telemetry.Published(now - message.At);
        return pending.Count;
    }

    private static async Task<bool> IsAloneAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(BeginSql, connection, transaction);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task<List<PendingEvent>> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ReadSql, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxEvents });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var pending = new List<PendingEvent>();
        while (await reader.ReadAsync(cancellationToken))
            pending.Add(new(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetString(1), OrderStatements.ReadEvent(reader, 2)));
        return pending;
    }

    private static async Task MarkAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<PendingEvent> published, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(MarkSql, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. published.Select(p => p.Sequence)] });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A span of its own, for many traces at once, that links to each of them.</summary>
    private static Activity? StartActivity(List<PendingEvent> pending)
    {
        var links = pending
            .Select(p => ActivityContext.TryParse(p.TraceParent, null, isRemote: true, out var context) ? context : default)
            .Where(context => context != default)
            .Select(context => new ActivityLink(context));
        var activity = OrderTelemetry.Source.StartActivity(ActivityKind.Producer, parentContext: default, links: links, name: "outbox publish");
        return activity?.SetTag("messaging.batch.message_count", pending.Count);
    }

    private sealed record PendingEvent(long Sequence, string? TraceParent, OrderEventMessage Message);

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
