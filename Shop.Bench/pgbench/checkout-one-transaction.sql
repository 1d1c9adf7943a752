-- A checkout at its cheapest: one statement, one commit. The order is inserted from what the update of the stock returned, so
-- that nothing can be sold that is not there.
\set product random(1, 100)
\set customer random(1, 10000)
WITH stock AS (
    UPDATE product.products SET reserved = reserved + 1
    WHERE id = :product AND on_hand - reserved >= 1
    RETURNING id, price),
placed AS (
    INSERT INTO orders.orders (customer_id, product_id, quantity, status, total)
    SELECT :customer, id, 1, 'Confirmed', price FROM stock
    RETURNING id, customer_id, product_id, total),
bound AS (
    INSERT INTO orders.keys (customer_id, key, order_id) SELECT customer_id, gen_random_uuid(), id FROM placed),
told AS (
    INSERT INTO orders.events (order_id, type) SELECT id, 'order.confirmed' FROM placed),
held AS (
    INSERT INTO product.reservations (order_id, product_id, quantity, unit_price)
    SELECT id, product_id, 1, total FROM placed),
entered AS (
    INSERT INTO payment.entries (order_id, debit, credit, amount) SELECT id, 'customer', 'authorized', total FROM placed)
INSERT INTO payment.payments (order_id, amount, status)
SELECT id, total, 'Authorized' FROM placed;
