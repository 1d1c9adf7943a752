-- One order at a time, whoever asks and whether or not it has a row yet: released when the transaction ends. Keys are taken
-- in ascending order, and always before any product is locked, so that callers wait for each other but never in a circle.
CREATE FUNCTION product.lock_orders(order_ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    seed CONSTANT bigint := 7310; -- keeps the keys apart from those of other modules in the same database
BEGIN
    IF cardinality(order_ids) = 1 THEN
        PERFORM pg_advisory_xact_lock(uuid_hash_extended(order_ids[1], seed));
    ELSE
        PERFORM pg_advisory_xact_lock(key)
        FROM (SELECT DISTINCT uuid_hash_extended(id, seed) AS key FROM unnest(order_ids) AS id ORDER BY key) AS keys;
    END IF;
END $$;
