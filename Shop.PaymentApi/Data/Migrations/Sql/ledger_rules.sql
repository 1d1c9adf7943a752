-- The ledger's own rules, whoever writes to it. Entries stay as they are:
CREATE FUNCTION payment.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is only ever added to' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON payment.ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION payment.refuse_change();

-- and move only money that is there. The lock on the payment makes entries of one order wait for each other, so that two of
-- them never count on the same money. (An authorization starts an order's entries; it has nothing to be checked against.)
CREATE FUNCTION payment.refuse_overdraft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    authorized numeric; voided numeric; captured numeric; refunded numeric;
BEGIN
    PERFORM 1 FROM payment.payments AS p WHERE p.order_id = NEW.order_id FOR UPDATE;
    SELECT coalesce(sum(e.amount) FILTER (WHERE e.kind = 'authorize'), 0),
           coalesce(sum(e.amount) FILTER (WHERE e.kind = 'void'), 0),
           coalesce(sum(e.amount) FILTER (WHERE e.kind = 'capture'), 0),
           coalesce(sum(e.amount) FILTER (WHERE e.kind = 'refund'), 0)
    INTO authorized, voided, captured, refunded
    FROM payment.ledger_entries AS e
    WHERE e.order_id = NEW.order_id AND e.currency = NEW.currency;

    IF NEW.kind IN ('capture', 'void') AND NEW.amount > authorized - voided - captured
       OR NEW.kind = 'refund' AND NEW.amount > captured - refunded THEN
        RAISE EXCEPTION 'order % has no % % to %', NEW.order_id, NEW.amount, NEW.currency, NEW.kind USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER entries_are_covered BEFORE INSERT ON payment.ledger_entries
    FOR EACH ROW WHEN (NEW.kind <> 'authorize') EXECUTE FUNCTION payment.refuse_overdraft();
