-- The key of an order's lock; the seed keeps it apart from those of other modules in the same database.
CREATE FUNCTION product.order_lock(order_id uuid) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT uuid_hash_extended(order_id, 7310) $$;

-- One order at a time, whoever asks and whether or not it has a row yet: released when the transaction ends. Keys are taken
-- in ascending order, and always before any product is locked, so that callers wait for each other but never in a circle.
CREATE FUNCTION product.lock_orders(order_ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(order_ids) = 1 THEN
        PERFORM pg_advisory_xact_lock(product.order_lock(order_ids[1]));
    ELSE
        PERFORM pg_advisory_xact_lock(key)
        FROM (SELECT DISTINCT product.order_lock(id) AS key FROM unnest(order_ids) AS id ORDER BY key) AS keys;
    END IF;
END $$;
