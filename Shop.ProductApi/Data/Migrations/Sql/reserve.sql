-- Reserves goods for one or more orders, each all or nothing, one after the other in the order given. The lines of all orders
-- stand behind each other; line_counts says how many belong to each order. Order ids are distinct, and so are the products of
-- one order. Answers one row for each order:
--   reserved      the goods are held now; the lines as priced
--   existing      the order has a row already; its status and lines, for the caller to compare
--   unknown       product_ids are not in the catalogue; nothing is held
--   insufficient  product_ids are short: quantities asked for, available left; nothing is held
-- Products are locked in ascending order of their ids, once for the whole batch: no two batches can wait for each other in a
-- circle, and a product that every order wants is locked across one commit rather than across one for each order.
CREATE FUNCTION product.reserve(
    order_ids uuid[], line_counts int[], line_products int[], line_quantities int[], reserved_at timestamptz)
RETURNS TABLE (
    outcome text, status text, currency text, total numeric,
    product_ids int[], names text[], quantities int[], unit_prices numeric[], available int[])
LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    ids int[]; all_names text[]; prices numeric[]; currencies text[]; free int[]; taken int[]; -- the products of the batch
    existing record;
    held product.reservations[] := '{}';
    line int; first_line int := 1; last_line int; slot int; short boolean;
BEGIN
    PERFORM product.lock_orders(order_ids);

    SELECT array_agg(p.id), array_agg(p.name), array_agg(p.price), array_agg(p.currency), array_agg(p.free), array_agg(0)
    INTO ids, all_names, prices, currencies, free, taken
    FROM (SELECT q.id, q.name, q.price, q.currency, q.on_hand - q.reserved AS free
          FROM product.products AS q
          WHERE q.id = ANY (line_products) AND q.retired_at IS NULL
          ORDER BY q.id
          FOR NO KEY UPDATE) AS p;

    FOR existing IN
        SELECT o.position, o.order_id, r.status, r.currency, r.total, r.product_ids, r.names, r.quantities, r.unit_prices
        FROM unnest(order_ids) WITH ORDINALITY AS o (order_id, position)
        LEFT JOIN product.reservations AS r ON r.order_id = o.order_id
        ORDER BY o.position
    LOOP
        last_line := first_line + line_counts[existing.position] - 1;
        product_ids := '{}'; names := '{}'; quantities := '{}'; unit_prices := '{}'; available := NULL;

        IF existing.status IS NOT NULL THEN
            outcome := 'existing'; status := existing.status; currency := existing.currency; total := existing.total;
            product_ids := existing.product_ids; names := existing.names;
            quantities := existing.quantities; unit_prices := existing.unit_prices;
            RETURN NEXT;
            first_line := last_line + 1;
            CONTINUE;
        END IF;

        outcome := 'reserved'; status := 'Reserved'; currency := NULL; total := 0; short := false;
        FOR line IN first_line .. last_line LOOP
            slot := array_position(ids, line_products[line]);
            IF slot IS NULL THEN
                outcome := 'unknown';
            ELSE
                short := short OR free[slot] < line_quantities[line];
                names := names || all_names[slot];
                unit_prices := unit_prices || prices[slot];
                total := total + prices[slot] * line_quantities[line];
                currency := currencies[slot];
            END IF;
        END LOOP;

        product_ids := line_products[first_line:last_line];
        quantities := line_quantities[first_line:last_line];
        IF outcome = 'unknown' THEN
            SELECT array_agg(p.id ORDER BY p.position) INTO product_ids
            FROM unnest(product_ids) WITH ORDINALITY AS p (id, position)
            WHERE ids IS NULL OR NOT p.id = ANY (ids);
        ELSIF short THEN
            outcome := 'insufficient';
            SELECT array_agg(l.id ORDER BY l.position), array_agg(l.quantity ORDER BY l.position), array_agg(l.left_over ORDER BY l.position)
            INTO product_ids, quantities, available
            FROM (SELECT w.id, w.quantity, w.position, free[array_position(ids, w.id)] AS left_over
                  FROM unnest(product_ids, quantities) WITH ORDINALITY AS w (id, quantity, position)) AS l
            WHERE l.left_over < l.quantity;
        ELSE
            FOR line IN first_line .. last_line LOOP
                slot := array_position(ids, line_products[line]);
                free[slot] := free[slot] - line_quantities[line];
                taken[slot] := taken[slot] + line_quantities[line];
            END LOOP;
            held := held || ROW(
                existing.order_id, status, currency, total, product_ids, names, quantities, unit_prices, reserved_at, NULL)::product.reservations;
        END IF;
        RETURN NEXT;
        first_line := last_line + 1;
    END LOOP;

    -- Written at the end and together: what a statement costs before its first row is then paid once for the batch.
    IF cardinality(held) > 0 THEN
        INSERT INTO product.reservations SELECT * FROM unnest(held);
        UPDATE product.products AS p SET reserved = p.reserved + t.quantity
        FROM unnest(ids, taken) AS t (id, quantity)
        WHERE p.id = t.id AND t.quantity > 0;
    END IF;
END $$;
