-- Decides what becomes of the money that is held for an order: 'capture' or 'void'. The first decision stands; the row answered
-- says which one it was. Deciding to void an order that never asked for money notes that it never will get any, so that a
-- request that was delayed on its way cannot hold money that nobody would ever let go.
-- Answers no row where an order without a payment is to be captured.
CREATE FUNCTION payment.settle(wanted_order uuid, wanted_settlement text, tombstone_id uuid, at timestamptz)
RETURNS SETOF payment.statements LANGUAGE plpgsql AS $$
BEGIN
    IF wanted_settlement = 'void' THEN
        INSERT INTO payment.payments (id, order_id, payment_date, amount, currency, method, settlement)
        VALUES (tombstone_id, wanted_order, at, 0, 'EUR', '', 'void')
        ON CONFLICT (order_id) DO NOTHING;
    END IF;
    UPDATE payment.payments AS p SET settlement = wanted_settlement
    WHERE p.order_id = wanted_order AND p.settlement IS NULL AND p.decline_reason IS NULL;
    RETURN QUERY SELECT s.* FROM payment.statements AS s WHERE s.order_id = wanted_order;
END $$;
