-- The same checkout as the services must do it: four commits, one statement each.
\set product random(1, 100)
\set customer random(1, 10000)
WITH placed AS (
    INSERT INTO orders.orders (customer_id, product_id, quantity, status)
    VALUES (:customer, :product, 1, 'Pending') RETURNING id, customer_id)
INSERT INTO orders.keys (customer_id, key, order_id)
SELECT customer_id, gen_random_uuid(), id FROM placed RETURNING order_id \gset
WITH stock AS (
    UPDATE product.products SET reserved = reserved + 1
    WHERE id = :product AND on_hand - reserved >= 1
    RETURNING id, price)
INSERT INTO product.reservations (order_id, product_id, quantity, unit_price)
SELECT :order_id, id, 1, price FROM stock RETURNING unit_price AS total \gset
WITH entered AS (
    INSERT INTO payment.entries (order_id, debit, credit, amount) VALUES (:order_id, 'customer', 'authorized', :total))
INSERT INTO payment.payments (order_id, amount, status) VALUES (:order_id, :total, 'Authorized');
WITH told AS (
    INSERT INTO orders.events (order_id, type) VALUES (:order_id, 'order.confirmed'))
UPDATE orders.orders SET status = 'Confirmed', total = :total WHERE id = :order_id;
