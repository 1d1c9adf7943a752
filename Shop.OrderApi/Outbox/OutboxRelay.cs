using System.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.OrderApi.Checkout;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Outbox;

/// <summary>
/// Hands committed events to the publishers and marks them, many in one transaction. One relay works at a time, whatever the
/// number of replicas, so that the events of an order leave in their order; when it dies before its commit the next one starts
/// with the same events. Delivery is therefore at least once.
/// </summary>
internal sealed partial class OutboxRelay(
    OrderDatabase database, OrderStartup startup, IEnumerable<IEventPublisher> publishers, OrderTelemetry telemetry,
    CrashPoint crash, IOptions<OrderOptions> options, TimeProvider time, ILogger<OutboxRelay> logger) : BackgroundService
{
    /// <summary>The most events of one transaction.</summary>
    private const int MaxEvents = 500;

    /// <summary>A relay that was frozen in the middle loses its transaction, so that another one can go on.</summary>
    private const string BeginSql = """
        SET LOCAL idle_in_transaction_session_timeout = '10s';
        SELECT pg_try_advisory_xact_lock(hashtextextended('orders outbox relay', 0))
        """;

    private const string ReadSql = """
        SELECT e.order_id, e.version, e.type, e.status, e.at, e.reason, e.amount, e.refund_id, e.trace_parent, e.sequence,
               o.customer_id, o.total, o.currency
        FROM orders.events e JOIN orders.orders o ON o.id = e.order_id
        WHERE e.published_at IS NULL
        ORDER BY e.sequence
        LIMIT $1
        """;

    private const string MarkSql = "UPDATE orders.events SET published_at = $2 WHERE published_at IS NULL AND sequence = ANY ($1)";

    private readonly WakeUp _wake = new(time);
    private readonly IReadOnlyList<IEventPublisher> _publishers = [.. publishers];

    /// <summary>There are events to publish.</summary>
    public void Wake() => _wake.Call();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await startup.Prepared.WaitAsync(stoppingToken);
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

    /// <summary>Publishes one transaction's worth of events.</summary>
    /// <returns>How many there were.</returns>
    private async Task<int> RelayAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await IsAloneAsync(connection, transaction, cancellationToken)) return 0;

        var pending = await ReadAsync(connection, transaction, cancellationToken);
        if (pending.Count == 0) return 0;

        using var activity = StartActivity(pending);
        foreach (var publisher in _publishers)
            await publisher.PublishAsync(connection, transaction, [.. pending.Select(p => p.View)], cancellationToken);

        await crash.AfterAsync("Relay.Publish");
        var now = time.GetUtcNow();
        await MarkAsync(connection, transaction, pending, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var publisher in _publishers) publisher.Committed();
        foreach (var (change, _) in pending) telemetry.Published(now - change.At);
        return pending.Count;
    }

    private static async Task<bool> IsAloneAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(BeginSql, connection, transaction);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task<List<(OrderEvent Change, EventView View)>> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ReadSql, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxEvents });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var pending = new List<(OrderEvent, EventView)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var change = new OrderEvent
            {
                OrderId = reader.GetGuid(0),
                Version = reader.GetInt32(1),
                Type = reader.GetString(2),
                Status = Enum.Parse<OrderStatus>(reader.GetString(3)),
                At = await reader.GetFieldValueAsync<DateTimeOffset>(4, cancellationToken),
                Reason = reader.IsDBNull(5) ? null : reader.GetString(5),
                Amount = reader.IsDBNull(6) ? null : reader.GetDecimal(6),
                RefundId = reader.IsDBNull(7) ? null : reader.GetString(7),
                TraceParent = reader.IsDBNull(8) ? null : reader.GetString(8),
                Sequence = reader.GetInt64(9),
            };
            pending.Add((change, EventView.Of(change, reader.GetString(10), reader.GetDecimal(11), reader.GetString(12))));
        }

        return pending;
    }

    private static async Task MarkAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<(OrderEvent Change, EventView View)> published,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(MarkSql, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. published.Select(p => p.Change.Sequence)] });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A span of its own, for many traces at once, that links to each of them.</summary>
    private static Activity? StartActivity(List<(OrderEvent Change, EventView View)> pending)
    {
        var links = pending
            .Select(p => ActivityContext.TryParse(p.Change.TraceParent, null, isRemote: true, out var context) ? context : default)
            .Where(context => context != default)
            .Select(context => new ActivityLink(context));
        var activity = OrderTelemetry.Source.StartActivity(ActivityKind.Producer, parentContext: default, links: links, name: "outbox publish");
        return activity?.SetTag("messaging.batch.message_count", pending.Count);
    }

    [LoggerMessage(LogLevel.Warning, "Events were not published and will be tried again")]
    private static partial void LogNotRelayed(ILogger logger, Exception exception);
}
