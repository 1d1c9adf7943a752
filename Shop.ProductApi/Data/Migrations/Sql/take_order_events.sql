-- Lets events of orders have their effect, each once: what is in the inbox has had it. A shipped order adds its lines to the sales
-- of their products. What the lines are is known here: an order is shipped only after its reservation was committed. An event that
-- says otherwise is not taken, so that it can have its effect when it comes again.
-- Answers how many of the events were not taken.
CREATE FUNCTION product.take_order_events(event_orders uuid[], event_versions int[], event_types text[], at timestamptz) RETURNS int LANGUAGE sql AS $$
    WITH event AS (
        SELECT DISTINCT ON (e.order_id, e.version) e.order_id, e.version, e.type
        FROM unnest(event_orders, event_versions, event_types) AS e (order_id, version, type)
        ORDER BY e.order_id, e.version
    ), fitting AS (
        SELECT e.order_id, e.version, e.type, r.product_ids, r.quantities, r.unit_prices
        FROM event e
        LEFT JOIN product.reservations r ON r.order_id = e.order_id AND r.status = 'Committed'
        WHERE e.type <> 'order.shipped' OR r.order_id IS NOT NULL
    ), new AS (
        INSERT INTO product.inbox (order_id, version, received_at)
        SELECT f.order_id, f.version, at FROM fitting f ORDER BY f.order_id, f.version
        ON CONFLICT DO NOTHING
        RETURNING order_id, version
    ), sold AS (
        SELECT l.product_id, sum(l.quantity) AS pieces, count(*) AS orders, sum(l.quantity * l.unit_price) AS revenue
        FROM new n
        JOIN fitting f ON f.order_id = n.order_id AND f.version = n.version
        CROSS JOIN LATERAL unnest(f.product_ids, f.quantities, f.unit_prices) AS l (product_id, quantity, unit_price)
        WHERE f.type = 'order.shipped'
        GROUP BY l.product_id
    ), booked AS (
        INSERT INTO product.sales AS s (product_id, pieces, orders, revenue, last_sold_at)
        SELECT o.product_id, o.pieces, o.orders, o.revenue, at FROM sold o ORDER BY o.product_id
        ON CONFLICT (product_id) DO UPDATE
        SET pieces = s.pieces + excluded.pieces,
            orders = s.orders + excluded.orders,
            revenue = s.revenue + excluded.revenue,
            last_sold_at = greatest(s.last_sold_at, excluded.last_sold_at)
    )
    SELECT (SELECT count(*) FROM event)::int - (SELECT count(*) FROM fitting)::int;
$$;
