-- Who did it. What was done before anybody had to say who they are has none.
ALTER TABLE product.stock_adjustments ADD COLUMN actor text;

-- What staff did to the catalogue: added to, never edited. Each row says what the product was from then on.
CREATE TABLE product.catalogue_changes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id integer NOT NULL,
    kind varchar(20) NOT NULL CONSTRAINT kind_is_known CHECK (kind IN ('Added', 'Edited', 'Removed')),
    name varchar(200) NOT NULL,
    description varchar(4000) NOT NULL,
    category varchar(100) NOT NULL,
    price numeric(12, 2) NOT NULL,
    currency varchar(3) NOT NULL,
    changed_at timestamptz NOT NULL,
    actor text NOT NULL);

CREATE INDEX catalogue_changes_by_product ON product.catalogue_changes (product_id, id);

\ir Sql/note_catalogue_change.sql

-- Beside those of 0.1.0, which say nobody's name, and which replicas of 0.1.0 call for as long as there are any.
\ir Sql/adjust_stock_by.sql
\ir Sql/remove_product_by.sql
