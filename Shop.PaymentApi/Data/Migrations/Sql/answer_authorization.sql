-- Enters what the gateway said about an authorization: null that the money is held, otherwise why it is not. Nothing is entered
-- for an order that was voided in the meantime, since the void at the gateway lets go whatever was held. Answers the payment as
-- it stands then.
CREATE FUNCTION payment.answer_authorization(wanted_order uuid, reason text, at timestamptz)
RETURNS SETOF payment.statements LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM payment.payments AS p WHERE p.order_id = wanted_order FOR UPDATE;
    IF EXISTS (SELECT 1 FROM payment.statements AS s WHERE s.order_id = wanted_order AND s.status = 'Pending') THEN
        UPDATE payment.payments AS p SET decline_reason = reason WHERE p.order_id = wanted_order AND reason IS NOT NULL;
        INSERT INTO payment.ledger_entries (order_id, kind, reference, debit_account, credit_account, amount, currency, entered_at)
        SELECT p.order_id, 'authorize', '', 'customer', 'authorized', p.amount, p.currency, at
        FROM payment.payments AS p WHERE p.order_id = wanted_order AND reason IS NULL;
    END IF;
    DELETE FROM payment.gateway_requests AS r WHERE r.order_id = wanted_order AND r.kind = 'authorize';
    RETURN QUERY SELECT s.* FROM payment.note_status(wanted_order) AS s;
END $$;
