-- Enters the payments of one or more orders, approved or declined, each with its entry in the ledger. Order ids are distinct.
-- Answers a row for each order that had a payment before, for the caller to compare; nothing is changed about those.
-- gateway_keys are given where the built-in gateway leaves it to this statement to keep its record, which saves a round trip
-- and a commit; null where the gateway was asked. Payments are inserted in order of their order ids, so that two batches with
-- the same orders wait for each other but never in a circle.
CREATE FUNCTION payment.authorize(
    ids uuid[], order_ids uuid[], amounts numeric[], currencies text[], methods text[], decline_reasons text[], gateway_keys text[],
    at timestamptz)
RETURNS SETOF payment.statements LANGUAGE plpgsql AS $$
DECLARE
    added uuid[];
BEGIN
    WITH asked AS (
        SELECT * FROM unnest(ids, order_ids, amounts, currencies, methods, decline_reasons, gateway_keys)
            AS a (id, order_id, amount, currency, method, decline_reason, gateway_key)),
    paid AS (
        INSERT INTO payment.payments (id, order_id, payment_date, amount, currency, method, decline_reason, listed_as)
        SELECT a.id, a.order_id, at, a.amount, a.currency, a.method, a.decline_reason,
               CASE WHEN a.decline_reason IS NULL THEN 'Authorized' ELSE 'Declined' END
        FROM asked AS a ORDER BY a.order_id
        ON CONFLICT (order_id) DO NOTHING
        RETURNING order_id),
    entered AS (
        INSERT INTO payment.ledger_entries (order_id, kind, reference, debit_account, credit_account, amount, currency, entered_at)
        SELECT a.order_id, 'authorize', '', 'customer', 'authorized', a.amount, a.currency, at
        FROM asked AS a JOIN paid USING (order_id)
        WHERE a.decline_reason IS NULL),
    recorded AS (
        INSERT INTO gateway.operations (key, order_id, kind, amount, currency, method, outcome, attempts, asked_at)
        SELECT a.gateway_key, a.order_id, 'authorize', a.amount, a.currency, a.method, coalesce(a.decline_reason, 'approved'), 1, at
        FROM asked AS a JOIN paid USING (order_id)
        WHERE a.gateway_key IS NOT NULL)
    SELECT array_agg(paid.order_id) INTO added FROM paid;

    IF coalesce(cardinality(added), 0) < cardinality(order_ids) THEN
        RETURN QUERY
            SELECT s.* FROM payment.statements AS s
            WHERE s.order_id = ANY (order_ids) AND (added IS NULL OR NOT s.order_id = ANY (added));
    END IF;
END $$;
