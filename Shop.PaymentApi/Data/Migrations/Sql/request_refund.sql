-- Sets money aside to be given back, before the gateway is asked to: what is set aside for one refund is not there for another.
-- With it goes the note that the gateway is asked, until the ledger knows the answer; grace is how long whoever asks has for that.
-- wanted_amount null means all that is left. wanted_refund null means that everything is to be back, whoever asks how often: the
-- answer is then a refund that is still to be made, and 'entered' when nothing of what was captured is owed any more. Refunds made
-- for that are named #rest-1, #rest-2…, which no caller can choose. Answers outcome
--   requested  amount is set aside under refund_id: now, or by the same refund before
--   entered    … and the refund is in the ledger already
--   refused    … and the gateway has refused it
--   other      the refund was asked for before with another amount, which is answered
--   exceeds    amount is all that is left, and less than what is wanted
--   pending    money is being captured, and the gateway has not answered yet
--   closed     nothing was captured
-- and no row where the order has no payment.
CREATE FUNCTION payment.request_refund(wanted_order uuid, wanted_refund text, wanted_amount numeric, at timestamptz, grace interval)
RETURNS TABLE (outcome text, refund_id text, amount numeric, currency text, method text) LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    captured numeric; remaining numeric; whole boolean;
BEGIN
    SELECT p.currency, p.method INTO currency, method FROM payment.payments AS p WHERE p.order_id = wanted_order FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    IF wanted_refund IS NULL THEN
        -- What is set aside and not back yet comes first, whoever asked for it: until then money is owed.
        SELECT r.refund_id, r.amount, 'requested', true INTO refund_id, amount, outcome, whole
        FROM payment.refunds AS r
        WHERE r.order_id = wanted_order AND r.refused_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM payment.ledger_entries AS e WHERE e.order_id = r.order_id AND e.kind = 'refund' AND e.reference = r.refund_id)
        ORDER BY r.requested_at, r.refund_id LIMIT 1;
    ELSE
        SELECT r.refund_id, r.amount, r.of_rest,
               CASE WHEN r.refused_at IS NOT NULL THEN 'refused' WHEN e.id IS NULL THEN 'requested' ELSE 'entered' END
        INTO refund_id, amount, whole, outcome
        FROM payment.refunds AS r
        LEFT JOIN payment.ledger_entries AS e ON e.order_id = r.order_id AND e.kind = 'refund' AND e.reference = r.refund_id
        WHERE r.order_id = wanted_order AND r.refund_id = wanted_refund;
        IF wanted_amount <> amount OR wanted_amount IS NULL AND NOT whole THEN
            outcome := 'other';
        END IF;
    END IF;

    IF outcome IS NULL THEN
        SELECT coalesce(sum(e.amount), 0) INTO captured FROM payment.ledger_entries AS e
        WHERE e.order_id = wanted_order AND e.kind = 'capture';
        SELECT captured - coalesce(sum(r.amount) FILTER (WHERE r.refused_at IS NULL), 0),
               coalesce(wanted_refund, '#rest-' || (1 + count(*) FILTER (WHERE starts_with(r.refund_id, '#rest-'))))
        INTO remaining, refund_id
        FROM payment.refunds AS r WHERE r.order_id = wanted_order;
        amount := coalesce(wanted_amount, remaining);
        IF captured = 0 THEN
            outcome := CASE WHEN EXISTS (
                SELECT 1 FROM payment.gateway_requests AS q WHERE q.order_id = wanted_order AND q.kind = 'capture') THEN 'pending' ELSE 'closed' END;
        ELSIF wanted_refund IS NULL AND remaining = 0 THEN
            outcome := 'entered';
        ELSIF amount > remaining OR remaining = 0 THEN
            outcome := 'exceeds';
            amount := remaining;
        ELSE
            outcome := 'requested';
            INSERT INTO payment.refunds (order_id, refund_id, amount, requested_at, of_rest)
            VALUES (wanted_order, refund_id, amount, at, wanted_amount IS NULL);
        END IF;
    END IF;

    IF outcome = 'requested' THEN
        INSERT INTO payment.gateway_requests AS q (order_id, kind, reference, amount, currency, method, due_at)
        VALUES (wanted_order, 'refund', refund_id, amount, currency, method, now() + grace)
        ON CONFLICT (order_id, kind, reference) DO UPDATE SET due_at = excluded.due_at;
    END IF;
    RETURN NEXT;
END $$;
