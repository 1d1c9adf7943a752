using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.ProductApi.Data;

namespace Shop.ProductApi.Retention;

/// <summary>
/// Deletes what the product module has kept long enough. Ids of orders rise with time (version 7), so that the oldest are at the
/// beginning of the primary keys, and reserving pays for none of this. What was sold stays counted in <c>product.sales</c>.
/// </summary>
internal sealed class ProductRetention(ProductDatabase database, IOptions<ProductRetentionOptions> options, TimeProvider time, ILogger<ProductRetention> logger)
    : RetentionWorker(database.Source, RulesFor(options.Value), time, logger)
{
    private const string ReservationsSql = """
        DELETE FROM product.reservations
        WHERE order_id = ANY (ARRAY(
            SELECT r.order_id FROM product.reservations r
            WHERE r.order_id < $2 AND r.closed_at < $1 ORDER BY r.order_id LIMIT $3 FOR UPDATE SKIP LOCKED))
        """;

    /// <summary>While a reservation is there, its sale could be counted again by an event that comes again.</summary>
    private const string InboxSql = """
        DELETE FROM product.inbox i
        USING (
            SELECT old.order_id, old.version FROM product.inbox old
            WHERE old.order_id < $2 AND old.received_at < $1
              AND NOT EXISTS (SELECT FROM product.reservations r WHERE r.order_id = old.order_id OFFSET 0)
            ORDER BY old.order_id, old.version LIMIT $3 FOR UPDATE SKIP LOCKED
        ) old
        WHERE i.order_id = old.order_id AND i.version = old.version
        """;

    private static RetentionRule[] RulesFor(ProductRetentionOptions options) =>
    [
        new("reservations", options.Reservations, ReservationsSql),
        new("events of orders", options.Inbox, InboxSql),
        IdempotentWrites.Retention(ProductContext.Schema, options.IdempotencyKeys),
    ];
}
