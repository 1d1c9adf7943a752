-- Takes a product out of the catalogue, and notes by whom. One that ever had stock stays in the books, retired; one that never had is deleted.
-- Answers whether there was such a product in the catalogue, at one of the versions where some are named.
CREATE FUNCTION product.remove_product(wanted_product int, at timestamptz, versions int[], who text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM product.products AS p
    WHERE p.id = wanted_product AND p.retired_at IS NULL AND (versions IS NULL OR p.version = ANY (versions)) FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM product.note_catalogue_change(wanted_product, 'Removed', who, at);
    -- A statement of its own, so that it sees an adjustment whose transaction the lock waited for.
    IF EXISTS (SELECT 1 FROM product.stock_adjustments AS a WHERE a.product_id = wanted_product) THEN
        UPDATE product.products AS p SET retired_at = at WHERE p.id = wanted_product;
    ELSE
        DELETE FROM product.products AS p WHERE p.id = wanted_product;
    END IF;
    RETURN true;
END $$;
