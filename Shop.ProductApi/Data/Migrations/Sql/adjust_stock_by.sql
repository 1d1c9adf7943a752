-- Adds to a product's stock or takes away from it, never below what is reserved, and notes why and by whom.
-- Answers no row for a product that is not in the catalogue; changed says whether the adjustment was made.
CREATE FUNCTION product.adjust_stock(wanted_product int, change int, why text, at timestamptz, who text)
RETURNS TABLE (changed boolean, on_hand int, reserved int) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    max_on_hand CONSTANT bigint := 1000000000;
BEGIN
    RETURN QUERY
        UPDATE product.products AS p SET on_hand = p.on_hand + change
        WHERE p.id = wanted_product AND p.retired_at IS NULL
          AND p.on_hand::bigint + change BETWEEN p.reserved AND max_on_hand
        RETURNING true, p.on_hand, p.reserved;
    IF FOUND THEN
        INSERT INTO product.stock_adjustments (product_id, delta, reason, adjusted_at, actor)
        VALUES (wanted_product, change, why, at, who);
    ELSE
        RETURN QUERY SELECT false, p.on_hand, p.reserved FROM product.products AS p
                     WHERE p.id = wanted_product AND p.retired_at IS NULL;
    END IF;
END $$;
