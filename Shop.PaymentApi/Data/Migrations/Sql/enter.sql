-- Enters a movement that the gateway has confirmed, unless it is in the ledger already, and strikes out the note that it was asked
-- for. Letting go what the ledger never had as held is nothing to enter. Answers the payment as it stands then.
CREATE FUNCTION payment.enter(wanted_order uuid, movement text, wanted_reference text, moved numeric, at timestamptz)
RETURNS SETOF payment.statements LANGUAGE plpgsql AS $$
BEGIN
    -- First the lock, then the look: an entry that another request is making right now is then seen.
    PERFORM 1 FROM payment.payments AS p WHERE p.order_id = wanted_order FOR UPDATE;
    INSERT INTO payment.ledger_entries (order_id, kind, reference, debit_account, credit_account, amount, currency, entered_at)
    SELECT wanted_order, movement, wanted_reference,
           CASE movement WHEN 'refund' THEN 'merchant' ELSE 'authorized' END,
           CASE movement WHEN 'capture' THEN 'merchant' ELSE 'customer' END,
           moved, p.currency, at
    FROM payment.payments AS p
    WHERE p.order_id = wanted_order AND NOT EXISTS (
        SELECT 1 FROM payment.ledger_entries AS e
        WHERE e.order_id = wanted_order AND e.kind = movement AND e.reference = wanted_reference)
      AND (movement <> 'void' OR EXISTS (
        SELECT 1 FROM payment.ledger_entries AS e WHERE e.order_id = wanted_order AND e.kind = 'authorize'));
    DELETE FROM payment.gateway_requests AS r
    WHERE r.order_id = wanted_order AND r.kind = movement AND r.reference = wanted_reference;
    RETURN QUERY SELECT s.* FROM payment.note_status(wanted_order) AS s;
END $$;
