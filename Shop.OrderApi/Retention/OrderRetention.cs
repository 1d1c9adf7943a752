using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.OrderApi.Data;

namespace Shop.OrderApi.Retention;

/// <summary>
/// Deletes what the order module has kept long enough. Ids of orders rise with time (version 7), so that the oldest are at the
/// beginning of the indexes that are there anyway, and placing an order pays for none of this.
/// </summary>
internal sealed class OrderRetention(OrderDatabase database, IOptions<OrderRetentionOptions> options, TimeProvider time, ILogger<OrderRetention> logger)
    : RetentionWorker(database.DataSource, RulesFor(options.Value), time, logger)
{
    private const string DeliveriesSql = """
        DELETE FROM orders.webhook_deliveries
        WHERE id = ANY (ARRAY(
            SELECT d.id FROM orders.webhook_deliveries d
            WHERE d.ended_at < $1 ORDER BY d.ended_at LIMIT $3 FOR UPDATE SKIP LOCKED))
        """;

    /// <summary>
    /// An event is needed by its deliveries, also by dead ones, which may be replayed, and while its order may still change.
    /// <c>OFFSET 0</c> and <c>LIMIT 1</c> have the planner begin with the old events and look the rest up for each, not the other way round.
    /// </summary>
    private const string EventsSql = """
        DELETE FROM orders.events e
        USING (
            SELECT old.order_id, old.version FROM orders.events old
            WHERE old.order_id < $2 AND old.at < $1 AND old.published_at IS NOT NULL
              AND EXISTS (
                  SELECT FROM orders.orders o
                  WHERE o.id = old.order_id AND o.goal = 'None' AND o.status IN ('Shipped', 'Cancelled', 'Rejected') OFFSET 0)
              AND NOT EXISTS (
                  SELECT FROM orders.webhook_subscriptions s
                  CROSS JOIN LATERAL (
                      SELECT FROM orders.webhook_deliveries d
                      WHERE d.subscription_id = s.id AND d.order_id = old.order_id AND d.version = old.version LIMIT 1) d
                  OFFSET 0)
            ORDER BY old.order_id, old.version LIMIT $3 FOR UPDATE OF old SKIP LOCKED
        ) old
        WHERE e.order_id = old.order_id AND e.version = old.version
        """;

    /// <summary>A key answers with its order, and an event is told of an order that exists.</summary>
    private const string RejectedOrdersSql = """
        DELETE FROM orders.orders
        WHERE id = ANY (ARRAY(
            SELECT o.id FROM orders.orders o
            WHERE o.status = 'Rejected' AND o.id < $2 AND o.order_date < $1 AND o.goal = 'None'
              AND NOT EXISTS (SELECT FROM orders.idempotency_keys k WHERE k.customer_id = o.customer_id AND k.order_id = o.id OFFSET 0)
              AND NOT EXISTS (SELECT FROM orders.events e WHERE e.order_id = o.id AND e.published_at IS NULL OFFSET 0)
              AND NOT EXISTS (
                  SELECT FROM orders.webhook_subscriptions s
                  CROSS JOIN LATERAL (
                      SELECT FROM orders.webhook_deliveries d WHERE d.subscription_id = s.id AND d.order_id = o.id LIMIT 1) d
                  OFFSET 0)
            ORDER BY o.id LIMIT $3 FOR UPDATE SKIP LOCKED))
        """;

    private static RetentionRule[] RulesFor(OrderRetentionOptions options) =>
    [
        new("deliveries", options.Deliveries, DeliveriesSql),
        new("events", options.Events, EventsSql),
        new("rejected orders", options.RejectedOrders, RejectedOrdersSql),
        IdempotentWrites.Retention(OrderContext.Schema, options.IdempotencyKeys),
    ];
}
