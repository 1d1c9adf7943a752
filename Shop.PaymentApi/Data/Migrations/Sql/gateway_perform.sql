-- The built-in gateway, as a provider outside would behave: does a thing once for each key, however often it is asked, and
-- answers the same each time. The first failures attempts do nothing and have no outcome.
CREATE FUNCTION gateway.perform(
    wanted_key text, wanted_order uuid, wanted_kind text, wanted_amount numeric, wanted_currency text, wanted_method text,
    failures int, wanted_outcome text, at timestamptz)
RETURNS TABLE (outcome text, attempts int) LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    seed CONSTANT bigint := 7311; -- keeps the keys apart from those of other modules in the same database
    operation gateway.operations%ROWTYPE;
    authorized numeric; captured numeric; refunded numeric; voided boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(uuid_hash_extended(wanted_order, seed));
    INSERT INTO gateway.operations AS o (key, order_id, kind, amount, currency, method, attempts, asked_at)
    VALUES (wanted_key, wanted_order, wanted_kind, wanted_amount, wanted_currency, wanted_method, 1, at)
    ON CONFLICT (key) DO UPDATE SET attempts = o.attempts + 1
    RETURNING o.* INTO operation;
    attempts := operation.attempts;

    IF (operation.amount, operation.currency, operation.method) <> (wanted_amount, wanted_currency, wanted_method) THEN
        outcome := 'key-reused';
    ELSIF operation.outcome IS NOT NULL THEN
        outcome := operation.outcome;
    ELSIF operation.attempts > failures THEN
        SELECT coalesce(sum(o.amount) FILTER (WHERE o.kind = 'authorize'), 0), coalesce(sum(o.amount) FILTER (WHERE o.kind = 'capture'), 0),
               coalesce(sum(o.amount) FILTER (WHERE o.kind = 'refund'), 0), coalesce(bool_or(o.kind = 'void'), false)
        INTO authorized, captured, refunded, voided
        FROM gateway.operations AS o
        WHERE o.order_id = wanted_order AND o.outcome = 'approved';
        outcome := CASE
            WHEN wanted_kind = 'authorize' AND voided
              OR wanted_kind = 'capture' AND (voided OR captured + wanted_amount > authorized)
              OR wanted_kind = 'void' AND captured > 0
              OR wanted_kind = 'refund' AND refunded + wanted_amount > captured THEN 'refused'
            ELSE wanted_outcome
        END;
        UPDATE gateway.operations AS o SET outcome = outcome WHERE o.key = wanted_key;
    END IF;
    RETURN NEXT;
END $$;
