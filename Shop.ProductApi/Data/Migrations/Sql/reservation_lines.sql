-- Reservations line by line, for people and checkers: what was sold is what committed lines say.
CREATE VIEW product.reservation_lines AS
SELECT r.order_id, r.status, l.line_number::int, l.product_id, l.name, l.quantity, l.unit_price, l.quantity * l.unit_price AS amount
FROM product.reservations r
CROSS JOIN LATERAL unnest(r.product_ids, r.names, r.quantities, r.unit_prices)
    WITH ORDINALITY AS l (product_id, name, quantity, unit_price, line_number);
