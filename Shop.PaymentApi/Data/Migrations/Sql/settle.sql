-- Decides what becomes of the money that is held for an order: 'capture' or 'void'. The first decision stands; the row answered
-- says which one it was. Deciding to void an order that never asked for money notes that it never will get any, so that a
-- request that was delayed on its way cannot hold money that nobody would ever let go.
-- With the decision goes the note that the gateway is asked to act on it, until the ledger says that it did; grace is how long
-- whoever asked for the decision has for that.
-- Answers no row where an order without a payment is to be captured.
CREATE FUNCTION payment.settle(wanted_order uuid, wanted_settlement text, tombstone_id uuid, at timestamptz, grace interval)
RETURNS SETOF payment.statements LANGUAGE plpgsql AS $$
BEGIN
    IF wanted_settlement = 'void' THEN
        INSERT INTO payment.payments (id, order_id, payment_date, amount, currency, method, settlement)
        VALUES (tombstone_id, wanted_order, at, 0, 'EUR', '', 'void')
        ON CONFLICT (order_id) DO NOTHING;
    END IF;
    -- First the lock, then the look: an entry that another request is making right now is then seen.
    PERFORM 1 FROM payment.payments AS p WHERE p.order_id = wanted_order FOR UPDATE;
    -- An authorization that the gateway has not answered yet can be voided, and not captured.
    UPDATE payment.payments AS p SET settlement = wanted_settlement
    WHERE p.order_id = wanted_order AND p.settlement IS NULL AND p.decline_reason IS NULL
      AND (wanted_settlement = 'void' OR EXISTS (
        SELECT 1 FROM payment.ledger_entries AS e WHERE e.order_id = wanted_order AND e.kind = 'authorize'));
    INSERT INTO payment.gateway_requests AS r (order_id, kind, reference, amount, currency, method, due_at)
    SELECT p.order_id, wanted_settlement, '', p.amount, p.currency, p.method, now() + grace
    FROM payment.payments AS p
    WHERE p.order_id = wanted_order AND p.settlement = wanted_settlement AND NOT EXISTS (
        SELECT 1 FROM payment.ledger_entries AS e WHERE e.order_id = wanted_order AND e.kind = wanted_settlement)
    ON CONFLICT (order_id, kind, reference) DO UPDATE SET due_at = excluded.due_at;
    -- After the void the gateway refuses the authorization, or lets go what it has held: its answer no longer matters.
    DELETE FROM payment.gateway_requests AS r USING payment.payments AS p
    WHERE r.order_id = wanted_order AND r.kind = 'authorize' AND p.order_id = wanted_order AND p.settlement = 'void';
    RETURN QUERY SELECT s.* FROM payment.note_status(wanted_order) AS s;
END $$;
