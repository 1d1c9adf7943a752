-- Notes who did what to a product of the catalogue, and what it says now, in the transaction of the change.
CREATE FUNCTION product.note_catalogue_change(changed_product int, what text, who text, at timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO product.catalogue_changes (product_id, kind, name, description, category, price, currency, changed_at, actor)
    SELECT p.id, what, p.name, p.description, p.category, p.price, p.currency, at, who FROM product.products AS p WHERE p.id = changed_product;
$$;
