-- GET /products: a page of 100 rows.
SELECT id, name, description, category, price, currency, on_hand - reserved AS available
FROM product.products ORDER BY id LIMIT 100;
