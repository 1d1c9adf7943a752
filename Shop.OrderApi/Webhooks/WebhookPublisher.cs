using Npgsql;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Outbox;

namespace Shop.OrderApi.Webhooks;

/// <summary>
/// Puts an event into the queue of each subscription that wants it, in the relay's own transaction: from there it is delivered
/// however long that takes, without holding up the relay or another subscriber.
/// </summary>
internal sealed class WebhookPublisher(WebhookDispatcher dispatcher) : IEventPublisher
{
    private const string QueueSql = """
        INSERT INTO orders.webhook_deliveries (subscription_id, order_id, version, status, attempts, due_at, created_at)
        SELECT s.id, e.order_id, e.version, 'Pending', 0, now(), now()
        FROM unnest($1, $2, $3) AS e(order_id, version, type)
        JOIN orders.webhook_subscriptions s ON e.type = ANY (s.event_types) AND s.status <> 'Ended'
        ORDER BY e.order_id, e.version
        ON CONFLICT DO NOTHING
        """;

    private bool _hasQueued;

    public async Task PublishAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<OrderEventMessage> events, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(QueueSql, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. events.Select(e => e.OrderId)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. events.Select(e => e.Version)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. events.Select(e => e.Type)] });
        _hasQueued |= await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Woken before the commit, the dispatcher would see nothing, and sleep again.</summary>
    public void Committed()
    {
        if (_hasQueued) dispatcher.Wake();
        _hasQueued = false;
    }
}
