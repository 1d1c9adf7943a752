-- What the services of v0.1.0 ask of paymentdb, with the types that they give their parameters: written down between them and the server
-- while each of their endpoints was called, and while what they do by themselves was done.

PREPARE asked_1 (text) AS
SELECT pg_advisory_xact_lock(hashtextextended($1, 0));

PREPARE asked_2 (text) AS
INSERT INTO payment.migrations (id) VALUES ($1);

PREPARE asked_3 (uuid[], uuid[], numeric[], text[], text[], text[], text[], timestamp with time zone) AS
SELECT id, order_id, payment_date, amount, currency, method, status, captured, refunded, decline_reason, settlement, voided FROM payment.authorize($1, $2, $3, $4, $5, $6, $7, $8);

PREPARE asked_4 (uuid) AS
SELECT id, order_id, payment_date, amount, currency, method, status, captured, refunded, decline_reason, settlement, voided FROM payment.statements WHERE order_id = $1;

PREPARE asked_5 (uuid, integer) AS
SELECT id, order_id, payment_date, amount, currency, method, status, captured, refunded, decline_reason, settlement, voided FROM payment.statements WHERE (id) > ($1) ORDER BY id LIMIT $2;

PREPARE asked_6 AS
SELECT FROM payment.migrations WHERE false FOR UPDATE;

PREPARE asked_7 (interval) AS
SELECT count(*), coalesce(extract(epoch FROM now() - min(asked_at)), 0)::double precision
FROM payment.gateway_requests WHERE asked_at <= now() - $1;

PREPARE asked_8 (integer, interval, interval) AS
UPDATE payment.gateway_requests AS r
SET attempts = r.attempts + 1, due_at = now() + least($2 * power(2, least(r.attempts, 20)), $3)
FROM (
    SELECT order_id, kind, reference FROM payment.gateway_requests WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
) AS due
WHERE (r.order_id, r.kind, r.reference) = (due.order_id, due.kind, due.reference)
RETURNING r.order_id, r.kind, r.amount, r.currency, r.method, r.reference;

PREPARE asked_9 (uuid, text, uuid, timestamp with time zone, interval) AS
SELECT id, order_id, payment_date, amount, currency, method, status, captured, refunded, decline_reason, settlement, voided FROM payment.settle($1, $2, $3, $4, $5);

PREPARE asked_10 (uuid, uuid, numeric, text, text, timestamp with time zone, interval) AS
SELECT id, order_id, payment_date, amount, currency, method, status, captured, refunded, decline_reason, settlement, voided FROM payment.request_authorization($1, $2, $3, $4, $5, $6, $7);

PREPARE asked_11 (text, uuid, text, numeric, text, text, integer, text, timestamp with time zone) AS
SELECT outcome, attempts FROM gateway.perform($1, $2, $3, $4, $5, $6, $7, $8, $9);

PREPARE asked_12 (uuid, text, timestamp with time zone) AS
SELECT id, order_id, payment_date, amount, currency, method, status, captured, refunded, decline_reason, settlement, voided FROM payment.answer_authorization($1, $2, $3);

PREPARE asked_13 (uuid, text, text, numeric, timestamp with time zone) AS
SELECT id, order_id, payment_date, amount, currency, method, status, captured, refunded, decline_reason, settlement, voided FROM payment.enter($1, $2, $3, $4, $5);

PREPARE asked_14 (uuid, text, numeric, timestamp with time zone, interval) AS
SELECT outcome, refund_id, amount, currency, method FROM payment.request_refund($1, $2, $3, $4, $5);

PREPARE asked_15 (uuid) AS
SELECT kind, debit_account, credit_account, amount, currency, reference, entered_at FROM payment.ledger_entries WHERE order_id = $1 ORDER BY id;

PREPARE asked_16 (uuid, integer, uuid) AS
SELECT id, order_id, payment_date, amount, currency, method, status, captured, refunded, decline_reason, settlement, voided FROM payment.statements WHERE order_id = $3 AND (id) > ($1) ORDER BY id LIMIT $2;

PREPARE asked_17 (uuid, integer, text) AS
SELECT id, order_id, payment_date, amount, currency, method, status, captured, refunded, decline_reason, settlement, voided FROM payment.statements WHERE (listed_as, id) > ($3, $1) AND (listed_as) <= ($3) ORDER BY listed_as, id LIMIT $2;

PREPARE asked_18 AS
SELECT array_agg(id) FROM payment.migrations;
