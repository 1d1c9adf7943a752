-- Payments with where they stand, which is what their ledger entries say. A payment without entries that was not declined was
-- voided before it held money, or the gateway has not said yet whether it holds any.
CREATE VIEW payment.statements AS
SELECT p.id, p.order_id, p.payment_date, p.amount, p.currency, p.method, p.decline_reason, p.settlement,
       m.captured::numeric(18, 2) AS captured, m.refunded::numeric(18, 2) AS refunded,
       CASE
           WHEN p.decline_reason IS NOT NULL THEN 'Declined'
           WHEN m.authorized = 0 AND p.settlement IS NULL THEN 'Pending'
           WHEN m.authorized = m.voided THEN 'Voided'
           WHEN m.captured = 0 THEN 'Authorized'
           WHEN m.refunded = 0 THEN 'Captured'
           WHEN m.refunded < m.captured THEN 'PartiallyRefunded'
           ELSE 'Refunded'
       END AS status,
       m.voided::numeric(18, 2) AS voided, p.listed_as
FROM payment.payments AS p
CROSS JOIN LATERAL (
    SELECT coalesce(sum(e.amount) FILTER (WHERE e.kind = 'authorize'), 0) AS authorized,
           coalesce(sum(e.amount) FILTER (WHERE e.kind = 'void'), 0) AS voided,
           coalesce(sum(e.amount) FILTER (WHERE e.kind = 'capture'), 0) AS captured,
           coalesce(sum(e.amount) FILTER (WHERE e.kind = 'refund'), 0) AS refunded
    FROM payment.ledger_entries AS e
    WHERE e.order_id = p.order_id) AS m;

-- Notes where a payment stands. To be called by whoever changes that, with the payment locked, and answers the payment.
CREATE FUNCTION payment.note_status(wanted_order uuid) RETURNS SETOF payment.statements LANGUAGE plpgsql AS $$
BEGIN
    UPDATE payment.payments AS p SET listed_as = s.status
    FROM payment.statements AS s WHERE s.order_id = wanted_order AND p.order_id = wanted_order AND p.listed_as <> s.status;
    RETURN QUERY SELECT s.* FROM payment.statements AS s WHERE s.order_id = wanted_order;
END $$;
