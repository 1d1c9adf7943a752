-- Locks orders and the products of their lines as reserve does, but waits for nobody: answers the orders of which something is
-- locked by somebody else. The rest can be reserved in the same transaction and will not wait.
CREATE FUNCTION product.lock_at_once(order_ids uuid[], line_counts int[], line_products int[]) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
    lockable int[];
    first_line int := 1; last_line int;
BEGIN
    SELECT array_agg(p.id) INTO lockable
    FROM (SELECT q.id FROM product.products AS q
          WHERE q.id = ANY (line_products) AND q.retired_at IS NULL
          FOR NO KEY UPDATE SKIP LOCKED) AS p;

    FOR place IN 1 .. cardinality(order_ids) LOOP
        last_line := first_line + line_counts[place] - 1;
        IF NOT pg_try_advisory_xact_lock(product.order_lock(order_ids[place])) OR EXISTS (
            SELECT FROM product.products AS q
            WHERE q.id = ANY (line_products[first_line:last_line]) AND q.retired_at IS NULL
              AND NOT q.id = ANY (coalesce(lockable, '{}'))) THEN
            RETURN NEXT order_ids[place];
        END IF;
        first_line := last_line + 1;
    END LOOP;
END $$;
