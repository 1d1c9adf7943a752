using Microsoft.Extensions.Options;
using Shop.Database;
using Shop.Web.Configuration;
using Shop.Web.Data;

namespace Shop.Web.Retention;

/// <summary>Deletes carts that nobody came back for, and where the traces of old orders were.</summary>
internal sealed class WebRetention(WebDatabase database, IOptions<WebOptions> options, TimeProvider time, ILogger<WebRetention> logger)
    : RetentionWorker(database.Source, RulesFor(options.Value), time, logger)
{
    private const string CartsSql = """
        DELETE FROM web.cart_lines
        WHERE ctid = ANY (ARRAY(SELECT l.ctid FROM web.cart_lines l WHERE l.changed_at < $1 ORDER BY l.changed_at LIMIT $3 FOR UPDATE SKIP LOCKED))
        """;

    private const string PlacedOrdersSql = """
        DELETE FROM web.placed_orders
        WHERE order_id = ANY (ARRAY(SELECT p.order_id FROM web.placed_orders p WHERE p.placed_at < $1 ORDER BY p.placed_at LIMIT $3 FOR UPDATE SKIP LOCKED))
        """;

    private static RetentionRule[] RulesFor(WebOptions options) =>
        [new("lines of carts", options.CartLifetime, CartsSql), new("traces of orders", options.CartLifetime, PlacedOrdersSql)];
}
