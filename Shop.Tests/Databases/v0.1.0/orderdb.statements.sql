-- What the services of v0.1.0 ask of orderdb, with the types that they give their parameters: written down between them and the server
-- while each of their endpoints was called, and while what they do by themselves was done.

PREPARE asked_1 (text) AS
SELECT pg_advisory_xact_lock(hashtextextended($1, 0));

PREPARE asked_2 (text) AS
INSERT INTO orders.migrations (id) VALUES ($1);

PREPARE asked_3 (uuid, text, bytea, text[], timestamp with time zone, interval) AS
INSERT INTO orders.webhook_subscriptions AS s (id, url, secret, event_types, created_at, status) VALUES ($1, $2, $3, $4, $5, 'Active')
ON CONFLICT (id) DO UPDATE SET url = excluded.url, secret = excluded.secret, event_types = excluded.event_types,
    previous_secret = CASE WHEN s.secret = excluded.secret THEN s.previous_secret ELSE s.secret END,
    previous_secret_until = CASE WHEN s.secret = excluded.secret THEN s.previous_secret_until ELSE excluded.created_at + $6 END,
    status = CASE WHEN s.status = 'Ended' THEN 'Active' ELSE s.status END;

PREPARE asked_4 (uuid[], text[], text[], bytea[], timestamp with time zone[], text[], text[], text[], text[], jsonb[], numeric[], text[], interval[], text[], text[], timestamp without time zone[], uuid[], interval) AS
WITH input AS (
    SELECT DISTINCT ON (customer_id, key) *
    FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        AS i(id, customer_id, key, fingerprint, order_date, status, goal, step, payment_method, lines, total, currency,
             due_in, trace_parent, event_type, at, replaces)
), bound AS (
    INSERT INTO orders.idempotency_keys AS k (customer_id, key, fingerprint, order_id, created_at)
    SELECT customer_id, key, fingerprint, id, now() FROM input
    ON CONFLICT (customer_id, key) DO UPDATE
        SET fingerprint = excluded.fingerprint, order_id = excluded.order_id, created_at = excluded.created_at
        WHERE k.created_at < now() - $18 OR k.order_id = (SELECT i.replaces FROM input i WHERE i.id = excluded.order_id)
    RETURNING order_id
), placed AS (
    INSERT INTO orders.orders (id, version, customer_id, order_date, status, goal, step, payment_method, lines, total,
        currency, refunds, attempts, due_at, lease_until, trace_parent)
    SELECT id, 1, customer_id, order_date, status, goal, step, payment_method, lines, total,
        currency, '[]', 0, now() + due_in, now() + due_in, trace_parent
    FROM input JOIN bound ON bound.order_id = input.id
    RETURNING id
), told AS (
    INSERT INTO orders.events (order_id, version, type, status, at, trace_parent)
    SELECT id, 1, event_type, status, at, trace_parent FROM input JOIN placed USING (id) WHERE event_type IS NOT NULL
)
SELECT id FROM placed;

PREPARE asked_5 (uuid[], integer[], text[], text[], text[], json[], numeric[], text[], jsonb[], jsonb[], integer[], interval[], boolean[], text[], timestamp with time zone[], text[], numeric[], text[], text[]) AS
WITH input AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        AS i(id, version, status, goal, step, refusal, total, currency, lines, refunds, attempts, due_in, leased,
             event_type, at, reason, amount, refund_id, trace_parent)
), saved AS (
    UPDATE orders.orders AS o
    SET version = o.version + 1, status = i.status, goal = i.goal, step = i.step, refusal = i.refusal, total = i.total,
        currency = i.currency, lines = i.lines, refunds = i.refunds, attempts = i.attempts,
        due_at = now() + i.due_in, lease_until = CASE WHEN i.leased THEN now() + i.due_in END
    FROM input i
    WHERE o.id = i.id AND o.version = i.version
    RETURNING o.id, o.customer_id
), told AS (
    INSERT INTO orders.events (order_id, version, type, status, at, reason, amount, refund_id, trace_parent)
    SELECT i.id, i.version + 1, i.event_type, i.status, i.at, i.reason, i.amount, i.refund_id, i.trace_parent
    FROM input i JOIN saved USING (id)
    WHERE i.event_type IS NOT NULL
)
SELECT id FROM saved;

PREPARE asked_6 (uuid[], integer[], integer, integer, interval) AS
WITH examined AS (
    SELECT d.id, d.subscription_id, d.order_id, d.version, d.attempts, s.status AS subscription_status
    FROM orders.webhook_subscriptions s
    LEFT JOIN unnest($1, $2) AS lane (subscription_id, room) ON lane.subscription_id = s.id
    CROSS JOIN LATERAL (
        SELECT q.* FROM orders.webhook_deliveries q
        WHERE q.subscription_id = s.id AND q.due_at <= now()
        ORDER BY q.due_at, q.id LIMIT coalesce(lane.room, $3) FOR UPDATE SKIP LOCKED
    ) d
    WHERE s.status <> 'Paused' AND (s.resting_until IS NULL OR s.resting_until <= now())
), judged AS (
    SELECT x.id, x.subscription_id, before.due_at AS due_after,
        CASE WHEN x.subscription_status = 'Ended' THEN 'The subscription has ended.'
             WHEN x.attempts >= $4 THEN 'What became of the last attempt could not be written down.' END AS given_up
    FROM examined x
    CROSS JOIN LATERAL (
        SELECT max(earlier.due_at) AS due_at FROM orders.webhook_deliveries earlier
        WHERE earlier.subscription_id = x.subscription_id AND earlier.order_id = x.order_id
          AND earlier.version < x.version AND earlier.due_at IS NOT NULL
    ) before
), changed AS (
    UPDATE orders.webhook_deliveries q
    SET status = CASE WHEN j.given_up IS NULL THEN q.status ELSE 'Dead' END,
        ended_at = CASE WHEN j.given_up IS NOT NULL THEN now() END,
        last_error = coalesce(j.given_up, q.last_error),
        due_at = CASE WHEN j.given_up IS NULL THEN greatest(now() + $5, j.due_after) END,
        claimed_until = CASE WHEN j.given_up IS NULL AND j.due_after IS NULL THEN now() + $5 END,
        attempts = q.attempts + CASE WHEN j.given_up IS NULL AND j.due_after IS NULL THEN 1 ELSE 0 END
    FROM judged j
    WHERE q.id = j.id
    RETURNING q.id, q.subscription_id, q.order_id, q.version, q.attempts, q.claimed_until IS NOT NULL AS is_claimed
)
SELECT c.id, s.id, c.attempts, s.url, s.secret, CASE WHEN s.previous_secret_until > now() THEN s.previous_secret END, e.order_id, e.version, e.type, e.status, e.at, e.reason, e.amount, e.refund_id, o.customer_id, o.total, o.currency
FROM changed c
JOIN orders.webhook_subscriptions s ON s.id = c.subscription_id
LEFT JOIN orders.events e ON c.is_claimed AND e.order_id = c.order_id AND e.version = c.version
LEFT JOIN orders.orders o ON o.id = e.order_id
ORDER BY c.id;

PREPARE asked_7 AS
SELECT pg_try_advisory_xact_lock(hashtextextended('orders outbox relay', 0));

PREPARE asked_8 (integer) AS
SELECT e.sequence, e.trace_parent, e.order_id, e.version, e.type, e.status, e.at, e.reason, e.amount, e.refund_id, o.customer_id, o.total, o.currency
FROM orders.events e JOIN orders.orders o ON o.id = e.order_id
WHERE e.published_at IS NULL
ORDER BY e.sequence
LIMIT $1;

PREPARE asked_9 (integer, interval, interval) AS
WITH due AS (
    SELECT id FROM orders.orders WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
), stray AS (
    SELECT id FROM orders.orders WHERE due_at > now() + $3 ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
)
UPDATE orders.orders o
SET due_at = now() + $2, lease_until = now() + $2, version = o.version + 1
FROM (SELECT id FROM due UNION ALL SELECT id FROM stray LIMIT $1) taken
WHERE o.id = taken.id
RETURNING o.id, o.version;

PREPARE asked_10 AS
SELECT FROM orders.migrations WHERE false FOR UPDATE;

PREPARE asked_11 (uuid) AS
SELECT o0.id, o0.attempts, o0.currency, o0.customer_id, o0.due_at, o0.goal, o0.lease_until, o0.lines, o0.order_date, o0.payment_method, o0.refunds, o0.refusal, o0.status, o0.step, o0.total, o0.trace_parent, o0.version, e.order_id, e.version, e.amount, e.at, e.reason, e.refund_id, e.status, e.trace_parent, e.type
FROM (
    SELECT o.id, o.attempts, o.currency, o.customer_id, o.due_at, o.goal, o.lease_until, o.lines, o.order_date, o.payment_method, o.refunds, o.refusal, o.status, o.step, o.total, o.trace_parent, o.version
    FROM orders.orders AS o
    WHERE o.id = $1
    LIMIT 1
) AS o0
LEFT JOIN orders.events AS e ON o0.id = e.order_id
ORDER BY o0.id, e.version;

PREPARE asked_12 (text, bytea) AS
INSERT INTO orders.idempotent_requests (key, fingerprint, created_at) VALUES ($1, $2, now()) ON CONFLICT (key) DO NOTHING;

PREPARE asked_13 AS
SELECT pg_advisory_xact_lock(hashtextextended('orders webhook subscriptions', 0));

PREPARE asked_14 (uuid, text, bytea, text[], timestamp with time zone, text, integer) AS
INSERT INTO orders.webhook_subscriptions (id, url, secret, event_types, created_at, status)
SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT count(*) FROM orders.webhook_subscriptions) < $7;

PREPARE asked_15 (text, integer, text, text, text, bytea) AS
UPDATE orders.idempotent_requests SET status = $2, content_type = $3, location = $4, etag = $5, body = $6 WHERE key = $1;

PREPARE asked_16 (text, text[]) AS
SELECT pg_notify($1, payload) FROM unnest($2) AS payload;

PREPARE asked_17 (uuid[], integer[], text[]) AS
INSERT INTO orders.webhook_deliveries (subscription_id, order_id, version, status, attempts, due_at, created_at)
SELECT s.id, e.order_id, e.version, 'Pending', 0, now(), now()
FROM unnest($1, $2, $3) AS e(order_id, version, type)
JOIN orders.webhook_subscriptions s ON e.type = ANY (s.event_types) AND s.status <> 'Ended'
ORDER BY e.order_id, e.version
ON CONFLICT DO NOTHING;

PREPARE asked_18 (bigint[], timestamp with time zone) AS
UPDATE orders.events SET published_at = $2 WHERE published_at IS NULL AND sequence = ANY ($1);

PREPARE asked_19 (bigint[], integer[], text[], interval[], text[]) AS
WITH ended AS (
    UPDATE orders.webhook_deliveries q
    SET status = i.status, due_at = now() + i.pause, claimed_until = NULL,
        ended_at = CASE WHEN i.status <> 'Pending' THEN now() END, last_error = i.error
    FROM unnest($1, $2, $3, $4, $5) AS i (id, attempt, status, pause, error)
    WHERE q.id = i.id AND q.attempts = i.attempt AND q.claimed_until IS NOT NULL
    RETURNING q.subscription_id, q.order_id, q.version, q.status
)
UPDATE orders.webhook_deliveries next SET due_at = now()
FROM ended e
WHERE e.status <> 'Pending'
  AND next.subscription_id = e.subscription_id AND next.order_id = e.order_id AND next.attempts = 0 AND next.due_at > now()
  AND next.version = (
      SELECT min(later.version) FROM orders.webhook_deliveries later
      WHERE later.subscription_id = e.subscription_id AND later.order_id = e.order_id
        AND later.version > e.version AND later.due_at IS NOT NULL);

PREPARE asked_20 (uuid[], integer[], text[], text[], text[], json[], numeric[], text[], jsonb[], jsonb[], integer[], interval[], boolean[], text[], timestamp without time zone[], text[], numeric[], text[], text[]) AS
WITH input AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        AS i(id, version, status, goal, step, refusal, total, currency, lines, refunds, attempts, due_in, leased,
             event_type, at, reason, amount, refund_id, trace_parent)
), saved AS (
    UPDATE orders.orders AS o
    SET version = o.version + 1, status = i.status, goal = i.goal, step = i.step, refusal = i.refusal, total = i.total,
        currency = i.currency, lines = i.lines, refunds = i.refunds, attempts = i.attempts,
        due_at = now() + i.due_in, lease_until = CASE WHEN i.leased THEN now() + i.due_in END
    FROM input i
    WHERE o.id = i.id AND o.version = i.version
    RETURNING o.id, o.customer_id
), told AS (
    INSERT INTO orders.events (order_id, version, type, status, at, reason, amount, refund_id, trace_parent)
    SELECT i.id, i.version + 1, i.event_type, i.status, i.at, i.reason, i.amount, i.refund_id, i.trace_parent
    FROM input i JOIN saved USING (id)
    WHERE i.event_type IS NOT NULL
)
SELECT id FROM saved;

PREPARE asked_21 (text, text) AS
SELECT i.customer_id, i.key, i.created_at, i.fingerprint, i.order_id
FROM orders.idempotency_keys AS i
WHERE i.customer_id = $1 AND i.key = $2
LIMIT 1;

PREPARE asked_22 (uuid, integer) AS
SELECT id, customer_id, order_date, status, total, currency FROM orders.orders WHERE (id) < ($1) ORDER BY id DESC LIMIT $2;

PREPARE asked_23 (text, uuid, integer, text[]) AS
SELECT o.* FROM unnest($4) AS each(status) CROSS JOIN LATERAL (SELECT id, customer_id, order_date, status, total, currency FROM orders.orders WHERE (customer_id, status, id) < ($1, each.status, $2) AND (customer_id, status) >= ($1, each.status) ORDER BY customer_id DESC, status DESC, id DESC LIMIT $3) AS o ORDER BY id DESC LIMIT $3;

PREPARE asked_24 (text, text, uuid, integer) AS
SELECT id, customer_id, order_date, status, total, currency FROM orders.orders WHERE (customer_id, status, id) < ($1, $2, $3) AND (customer_id, status) >= ($1, $2) ORDER BY customer_id DESC, status DESC, id DESC LIMIT $4;

PREPARE asked_25 (text, uuid, integer) AS
SELECT id, customer_id, order_date, status, total, currency FROM orders.orders WHERE (status, id) < ($1, $2) AND (status) >= ($1) ORDER BY status DESC, id DESC LIMIT $3;

PREPARE asked_26 (uuid, integer) AS
SELECT id, customer_id, order_date, status, total, currency FROM orders.orders WHERE step = 'Stuck' AND id < $1 ORDER BY id DESC LIMIT $2;

PREPARE asked_27 AS
SELECT w.id, w.created_at, w.event_types, w.previous_secret, w.previous_secret_until, w.resting_until, w.secret, w.status, w.url
FROM orders.webhook_subscriptions AS w
ORDER BY w.created_at;

PREPARE asked_28 (uuid) AS
SELECT w.id, w.created_at, w.event_types, w.previous_secret, w.previous_secret_until, w.resting_until, w.secret, w.status, w.url
FROM orders.webhook_subscriptions AS w
WHERE w.id = $1
LIMIT 1;

PREPARE asked_29 (uuid) AS
SELECT EXISTS (
    SELECT 1
    FROM orders.webhook_subscriptions AS w
    WHERE w.id = $1);

PREPARE asked_30 (uuid, text[], bigint, integer) AS
SELECT d.* FROM unnest($2) AS each(status) CROSS JOIN LATERAL (
    SELECT id, order_id, version, status, attempts, due_at, created_at, ended_at, last_error FROM orders.webhook_deliveries
    WHERE (subscription_id, status, id) < ($1, each.status, $3) AND (subscription_id, status) >= ($1, each.status) ORDER BY subscription_id DESC, status DESC, id DESC LIMIT $4) AS d
ORDER BY id DESC LIMIT $4;

PREPARE asked_31 (text, integer, bigint, uuid) AS
UPDATE orders.webhook_deliveries AS w
SET status = $1,
    attempts = $2,
    due_at = now(),
    ended_at = NULL
WHERE w.id = $3 AND w.subscription_id = $4 AND w.status <> 'Pending';

PREPARE asked_32 (text, uuid) AS
UPDATE orders.webhook_subscriptions AS w
SET status = $1
WHERE w.id = $2 AND w.status = 'Active';

PREPARE asked_33 (bigint, uuid) AS
UPDATE orders.webhook_deliveries AS w
SET due_at = CASE
    WHEN w.claimed_until > now() THEN w.due_at
    ELSE now()
END
WHERE w.id = $1 AND w.subscription_id = $2 AND w.due_at IS NOT NULL;

PREPARE asked_34 (text, uuid) AS
UPDATE orders.webhook_subscriptions AS w
SET status = $1,
    resting_until = NULL
WHERE w.id = $2;

PREPARE asked_35 (uuid, timestamp with time zone, bytea) AS
UPDATE orders.webhook_subscriptions SET previous_secret = secret, previous_secret_until = $2, secret = $3 WHERE id = $1
RETURNING url, event_types, created_at, status, resting_until;

PREPARE asked_36 (uuid) AS
UPDATE orders.webhook_subscriptions SET status = 'Ended' WHERE id = $1;

PREPARE asked_37 (uuid) AS
DELETE FROM orders.webhook_subscriptions AS w
WHERE w.id = $1;

PREPARE asked_38 (timestamp with time zone, uuid, integer) AS
DELETE FROM orders.webhook_deliveries
WHERE id = ANY (ARRAY(
    SELECT d.id FROM orders.webhook_deliveries d
    WHERE d.ended_at < $1 ORDER BY d.ended_at LIMIT $3 FOR UPDATE SKIP LOCKED));

PREPARE asked_39 (timestamp with time zone, uuid, integer) AS
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
WHERE e.order_id = old.order_id AND e.version = old.version;

PREPARE asked_40 (timestamp with time zone, uuid, integer) AS
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
    ORDER BY o.id LIMIT $3 FOR UPDATE SKIP LOCKED));

PREPARE asked_41 (timestamp with time zone, uuid, integer) AS
DELETE FROM orders.idempotent_requests
WHERE key = ANY (ARRAY(
    SELECT r.key FROM orders.idempotent_requests r
    WHERE r.created_at < $1 ORDER BY r.created_at LIMIT $3 FOR UPDATE SKIP LOCKED));

PREPARE asked_42 (interval) AS
DELETE FROM orders.idempotency_keys WHERE created_at < now() - $1;
