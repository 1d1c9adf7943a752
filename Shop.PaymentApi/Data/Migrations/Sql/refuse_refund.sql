-- Notes that the gateway refuses a refund: under its name it stays refused, and the money is there for another one.
-- Answers the payment as it stands then.
CREATE FUNCTION payment.refuse_refund(wanted_order uuid, wanted_refund text, at timestamptz)
RETURNS SETOF payment.statements LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM payment.payments AS p WHERE p.order_id = wanted_order FOR UPDATE;
    UPDATE payment.refunds AS r SET refused_at = at
    WHERE r.order_id = wanted_order AND r.refund_id = wanted_refund AND r.refused_at IS NULL;
    DELETE FROM payment.gateway_requests AS q WHERE q.order_id = wanted_order AND q.kind = 'refund' AND q.reference = wanted_refund;
    RETURN QUERY SELECT s.* FROM payment.statements AS s WHERE s.order_id = wanted_order;
END $$;
