-- Sets money aside to be given back, before the gateway is asked to: what is set aside for one refund is not there for another.
-- wanted_amount null means all that is left. Answers outcome
--   requested  amount is set aside: now, or by the same refund before
--   entered    … and the refund is in the ledger already
--   other      the refund was asked for before with another amount, which is answered
--   exceeds    amount is all that is left, and less than what is wanted
--   closed     nothing was captured
-- and no row where the order has no payment.
CREATE FUNCTION payment.request_refund(wanted_order uuid, wanted_refund text, wanted_amount numeric, at timestamptz)
RETURNS TABLE (outcome text, amount numeric) LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    captured numeric; remaining numeric;
BEGIN
    PERFORM 1 FROM payment.payments AS p WHERE p.order_id = wanted_order FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    SELECT r.amount, CASE WHEN e.id IS NULL THEN 'requested' ELSE 'entered' END INTO amount, outcome
    FROM payment.refunds AS r
    LEFT JOIN payment.ledger_entries AS e ON e.order_id = r.order_id AND e.kind = 'refund' AND e.reference = r.refund_id
    WHERE r.order_id = wanted_order AND r.refund_id = wanted_refund;
    IF FOUND THEN
        IF wanted_amount <> amount THEN
            outcome := 'other';
        END IF;
        RETURN NEXT;
        RETURN;
    END IF;

    SELECT coalesce(sum(e.amount), 0) INTO captured FROM payment.ledger_entries AS e
    WHERE e.order_id = wanted_order AND e.kind = 'capture';
    SELECT captured - coalesce(sum(r.amount), 0) INTO remaining FROM payment.refunds AS r WHERE r.order_id = wanted_order;
    amount := coalesce(wanted_amount, remaining);
    IF captured = 0 THEN
        outcome := 'closed';
    ELSIF amount > remaining OR remaining = 0 THEN
        outcome := 'exceeds';
        amount := remaining;
    ELSE
        outcome := 'requested';
        INSERT INTO payment.refunds (order_id, refund_id, amount, requested_at) VALUES (wanted_order, wanted_refund, amount, at);
    END IF;
    RETURN NEXT;
END $$;
