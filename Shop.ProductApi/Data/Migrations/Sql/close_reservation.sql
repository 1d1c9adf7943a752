-- Ends a reservation: committed, the goods leave the house; released, they are free again. Repeating it changes nothing.
-- Answers the status that the reservation has afterwards: the one asked for, or the one that it had ended in before, or null
-- where an order that never reserved anything is to be committed. Such an order can be released: the row then written keeps a
-- request that was delayed on its way from reserving goods that nobody would ever free.
CREATE FUNCTION product.close_reservation(wanted_order uuid, wanted_status text, at timestamptz) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    found_reservation product.reservations%ROWTYPE;
BEGIN
    PERFORM product.lock_orders(ARRAY[wanted_order]);
    SELECT * INTO found_reservation FROM product.reservations AS r WHERE r.order_id = wanted_order;

    IF found_reservation.order_id IS NULL THEN
        IF wanted_status <> 'Released' THEN
            RETURN NULL;
        END IF;
        INSERT INTO product.reservations
            (order_id, status, currency, total, product_ids, names, quantities, unit_prices, reserved_at, closed_at)
        VALUES (wanted_order, 'Released', 'EUR', 0, '{}', '{}', '{}', '{}', at, at);
        RETURN wanted_status;
    END IF;

    IF found_reservation.status <> 'Reserved' THEN
        RETURN found_reservation.status;
    END IF;

    PERFORM 1 FROM product.products AS p WHERE p.id = ANY (found_reservation.product_ids) ORDER BY p.id FOR NO KEY UPDATE;
    UPDATE product.products AS p
    SET reserved = p.reserved - l.quantity,
        on_hand = p.on_hand - CASE WHEN wanted_status = 'Committed' THEN l.quantity ELSE 0 END
    FROM unnest(found_reservation.product_ids, found_reservation.quantities) AS l (product_id, quantity)
    WHERE p.id = l.product_id;
    UPDATE product.reservations AS r SET status = wanted_status, closed_at = at WHERE r.order_id = wanted_order;
    RETURN wanted_status;
END $$;
