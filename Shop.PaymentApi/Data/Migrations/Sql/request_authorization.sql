-- Notes that the gateway is about to be asked to hold the money of an order, unless the order has a payment already. Answers the
-- payment that the order has now: it is Pending as long as the gateway's answer is not known. grace is how long whoever is about
-- to ask has for that.
CREATE FUNCTION payment.request_authorization(
    new_id uuid, wanted_order uuid, wanted_amount numeric, wanted_currency text, wanted_method text, at timestamptz, grace interval)
RETURNS SETOF payment.statements LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO payment.payments (id, order_id, payment_date, amount, currency, method)
    VALUES (new_id, wanted_order, at, wanted_amount, wanted_currency, wanted_method)
    ON CONFLICT (order_id) DO NOTHING;
    IF FOUND THEN
        INSERT INTO payment.gateway_requests (order_id, kind, reference, amount, currency, method, due_at)
        VALUES (wanted_order, 'authorize', '', wanted_amount, wanted_currency, wanted_method, now() + grace);
    ELSE
        UPDATE payment.gateway_requests AS r SET due_at = now() + grace WHERE r.order_id = wanted_order AND r.kind = 'authorize';
    END IF;
    RETURN QUERY SELECT s.* FROM payment.statements AS s WHERE s.order_id = wanted_order;
END $$;
