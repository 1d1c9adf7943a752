-- What the services of v0.1.0 ask of productdb, with the types that they give their parameters: written down between them and the server
-- while each of their endpoints was called, and while what they do by themselves was done.

PREPARE asked_1 (text) AS
SELECT pg_advisory_xact_lock(hashtextextended($1, 0));

PREPARE asked_2 (text) AS
INSERT INTO product.migrations (id) VALUES ($1);

PREPARE asked_3 AS
SELECT pg_advisory_xact_lock(hashtextextended('seeding of product', 0));

PREPARE asked_4 (text[], text[], text[], numeric[], integer, timestamp with time zone) AS
WITH goods AS (
    INSERT INTO product.products (name, description, category, price, currency, on_hand, reserved, version)
    SELECT g.name, g.description, g.category, g.price, 'EUR', $5, 0, 1
    FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS g (name, description, category, price, position)
    WHERE NOT EXISTS (SELECT 1 FROM product.products)
    ORDER BY g.position
    RETURNING id)
INSERT INTO product.stock_adjustments (product_id, delta, reason, adjusted_at)
SELECT id, $5, 'Opening stock', $6 FROM goods WHERE $5 > 0 ORDER BY id;

PREPARE asked_5 (integer, integer) AS
SELECT id, name, description, category, price, currency, on_hand - reserved FROM product.products WHERE retired_at IS NULL AND (id) > ($1) ORDER BY id LIMIT $2;

PREPARE asked_6 (integer) AS
SELECT id, name, description, category, price, currency, on_hand - reserved, version FROM product.products WHERE retired_at IS NULL AND id = $1;

PREPARE asked_7 (uuid[], integer[], integer[], integer[], timestamp with time zone) AS
SELECT outcome, status, currency, total, product_ids, names, quantities, unit_prices, available FROM product.reserve($1, $2, $3, $4, $5);

PREPARE asked_8 (uuid, text, timestamp with time zone) AS
SELECT product.close_reservation($1, $2, $3);

PREPARE asked_9 (uuid) AS
SELECT status, currency, total, product_ids, names, quantities, unit_prices FROM product.reservations WHERE order_id = $1;

PREPARE asked_10 AS
SELECT FROM product.migrations WHERE false FOR UPDATE;

PREPARE asked_11 (integer, integer, text) AS
SELECT id, name, description, category, price, currency, on_hand - reserved FROM product.products WHERE retired_at IS NULL AND id > $1 AND array_to_tsvector(product.words(name || ' ' || description)) @@ product.words_like($3) ORDER BY id + 0 LIMIT $2;

PREPARE asked_12 (integer, integer, text) AS
SELECT id, name, description, category, price, currency, on_hand - reserved FROM product.products WHERE retired_at IS NULL AND (category, id) > ($3, $1) AND (category) <= ($3) ORDER BY category, id LIMIT $2;

PREPARE asked_13 (integer, integer, text, text) AS
SELECT id, name, description, category, price, currency, on_hand - reserved FROM product.products WHERE retired_at IS NULL AND id > $1 AND array_to_tsvector(product.words(name || ' ' || description)) @@ product.words_like($3) AND category = $4 ORDER BY id + 0 LIMIT $2;

PREPARE asked_14 (text, bytea) AS
INSERT INTO product.idempotent_requests (key, fingerprint, created_at) VALUES ($1, $2, now()) ON CONFLICT (key) DO NOTHING;

PREPARE asked_15 (character varying, text, character varying, character varying, integer, numeric, integer, timestamp with time zone, integer) AS
INSERT INTO product.products (category, currency, description, name, on_hand, price, reserved, retired_at, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
RETURNING id;

PREPARE asked_16 (text, integer, text, text, text, bytea) AS
UPDATE product.idempotent_requests SET status = $2, content_type = $3, location = $4, etag = $5, body = $6 WHERE key = $1;

PREPARE asked_17 (text) AS
SELECT fingerprint, status, content_type, location, etag, body FROM product.idempotent_requests WHERE key = $1;

PREPARE asked_18 (character varying, character varying, character varying, numeric, integer, integer[]) AS
UPDATE product.products AS p
SET name = $1,
    description = $2,
    category = $3,
    price = $4,
    version = p.version + 1
WHERE p.id = $5 AND p.retired_at IS NULL AND p.version = ANY ($6);

PREPARE asked_19 (integer) AS
SELECT p.id, p.category, p.currency, p.description, p.name, p.on_hand, p.price, p.reserved, p.retired_at, p.version
FROM product.products AS p
WHERE p.id = $1 AND p.retired_at IS NULL
LIMIT 1;

PREPARE asked_20 (character varying, character varying, character varying, numeric, integer) AS
UPDATE product.products AS p
SET name = $1,
    description = $2,
    category = $3,
    price = $4,
    version = p.version + 1
WHERE p.id = $5 AND p.retired_at IS NULL;

PREPARE asked_21 (integer, integer, text, timestamp with time zone) AS
SELECT changed, on_hand, reserved FROM product.adjust_stock($1, $2, $3, $4);

PREPARE asked_22 (integer) AS
SELECT on_hand, reserved FROM product.products WHERE id = $1;

PREPARE asked_23 (integer, bigint, integer) AS
SELECT id, delta, reason, adjusted_at FROM product.stock_adjustments WHERE (product_id, id) < ($1, $2) AND (product_id) >= ($1) ORDER BY product_id DESC, id DESC LIMIT $3;

PREPARE asked_24 (integer, timestamp with time zone, integer[]) AS
SELECT product.remove_product($1, $2, $3);

PREPARE asked_25 (uuid[], integer[], text[], timestamp with time zone) AS
SELECT product.take_order_events($1, $2, $3, $4);

PREPARE asked_26 (integer) AS
SELECT COALESCE(s.pieces, 0), COALESCE(s.orders, 0), COALESCE(s.revenue, 0), p.currency, s.last_sold_at
FROM product.products p LEFT JOIN product.sales s ON s.product_id = p.id
WHERE p.id = $1;

PREPARE asked_27 AS
SELECT array_agg(id) FROM product.migrations;

PREPARE asked_28 (timestamp with time zone, uuid, integer) AS
DELETE FROM product.reservations
WHERE order_id = ANY (ARRAY(
    SELECT r.order_id FROM product.reservations r
    WHERE r.order_id < $2 AND r.closed_at < $1 ORDER BY r.order_id LIMIT $3 FOR UPDATE SKIP LOCKED));

PREPARE asked_29 (timestamp with time zone, uuid, integer) AS
DELETE FROM product.inbox i
USING (
    SELECT old.order_id, old.version FROM product.inbox old
    WHERE old.order_id < $2 AND old.received_at < $1
      AND NOT EXISTS (SELECT FROM product.reservations r WHERE r.order_id = old.order_id OFFSET 0)
    ORDER BY old.order_id, old.version LIMIT $3 FOR UPDATE SKIP LOCKED
) old
WHERE i.order_id = old.order_id AND i.version = old.version;

PREPARE asked_30 (timestamp with time zone, uuid, integer) AS
DELETE FROM product.idempotent_requests
WHERE key = ANY (ARRAY(
    SELECT r.key FROM product.idempotent_requests r
    WHERE r.created_at < $1 ORDER BY r.created_at LIMIT $3 FOR UPDATE SKIP LOCKED));
