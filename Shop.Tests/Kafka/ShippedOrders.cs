using Shop.Tests.Databases;
using Shop.Tests.Hosting;

namespace Shop.Tests.Kafka;

/// <summary>Orders that were shipped, and whose events are still to be published.</summary>
internal static class ShippedOrders
{
    /// <summary>Adds events of new orders, as a commit leaves them.</summary>
    /// <param name="database">The database of orders.</param>
    /// <param name="orders">How many orders.</param>
    /// <param name="eventsOfEach">How many events of each.</param>
    public static Task AddShippedOrdersAsync(this ScratchDatabase database, int orders, int eventsOfEach) => database.Source.RunAsync("""
        WITH o AS (
            INSERT INTO orders.orders (id, version, customer_id, order_date, status, goal, step, payment_method, lines, total, currency, refunds, attempts)
            SELECT gen_random_uuid(), $2, 'customer-1', now(), 'Shipped', 'None', 'None', 'approve', '[]', 10, 'EUR', '[]', 0 FROM generate_series(1, $1)
            RETURNING id
        )
        INSERT INTO orders.events (order_id, version, type, status, at)
        SELECT o.id, v, 'order.shipped', 'Shipped', now() FROM generate_series(1, $2) v CROSS JOIN o ORDER BY v
        """, orders, eventsOfEach);

    /// <summary>How many events were published so far.</summary>
    /// <param name="database">The database of orders.</param>
    public static Task<long> PublishedAsync(this ScratchDatabase database) =>
        database.Source.ScalarAsync<long>("SELECT count(*) FROM orders.events WHERE published_at IS NOT NULL");
}
