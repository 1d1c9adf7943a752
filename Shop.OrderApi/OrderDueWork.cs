using Microsoft.Extensions.Options;
using Npgsql;
using Shop.OrderApi.Checkout;
using Shop.OrderApi.Data;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Outbox;
using Shop.OrderApi.Webhooks;
using Shop.ServiceDefaults.Work;

namespace Shop.OrderApi;

/// <summary>What becomes of orders after their answers: orders left behind are driven on, events published, webhooks delivered.</summary>
internal sealed class OrderDueWork(
    OrderDatabase database, OrderWorker worker, OutboxRelay relay, WebhookDispatcher dispatcher, IOptions<OrderOptions> orders, IOptions<WebhookOptions> webhooks)
    : IDueWork
{
    /// <summary>
    /// One look at all three: an order becomes an event in one commit, and an event a delivery in another, so looked at one by one it could be
    /// missed on its way. Whoever takes an order or a delivery has it due again when that counts as lost, so what is due within that time
    /// is all that can be under way.
    /// </summary>
    internal const string CountSql = """
        SELECT
            (SELECT count(*) FROM orders.orders WHERE due_at <= now() + $1 AND (due_at <= now() OR lease_until > now())),
            (SELECT count(*) FROM orders.events WHERE published_at IS NULL),
            (SELECT coalesce(sum(queue.due), 0)::bigint
             FROM orders.webhook_subscriptions s
             CROSS JOIN LATERAL (
                 SELECT count(*) AS due FROM orders.webhook_deliveries q
                 WHERE q.subscription_id = s.id AND q.due_at <= now() + $2
                   AND (q.claimed_until > now() OR (q.due_at <= now() AND s.status <> 'Paused' AND (s.resting_until IS NULL OR s.resting_until <= now())))) queue),
            least(
                (SELECT min(due_at) FROM orders.orders WHERE due_at > now()),
                (SELECT min(greatest(first.due_at, s.resting_until))
                 FROM orders.webhook_subscriptions s
                 CROSS JOIN LATERAL (
                     SELECT q.due_at FROM orders.webhook_deliveries q
                     WHERE q.subscription_id = s.id AND q.due_at > CASE WHEN s.resting_until > now() THEN '-infinity' ELSE now() END
                     ORDER BY q.due_at LIMIT 1) first
                 WHERE s.status <> 'Paused'))
        """;

    public void Wake()
    {
        worker.Wake();
        relay.Wake();
        dispatcher.Wake();
    }

    public async Task<DueWork> CountAsync(CancellationToken cancellationToken)
    {
        await using var command = database.DataSource.CreateCommand(CountSql);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = orders.Value.Lease });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = WebhookQueue.ClaimTime(webhooks.Value) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var due = new Dictionary<string, long> { ["orders"] = reader.GetInt64(0), ["events"] = reader.GetInt64(1), ["webhooks"] = reader.GetInt64(2) };
        return new(due, reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3));
    }
}
