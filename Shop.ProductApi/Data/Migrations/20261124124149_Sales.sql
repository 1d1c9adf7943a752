CREATE TABLE product.inbox (
    order_id uuid NOT NULL,
    version integer NOT NULL,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT "PK_inbox" PRIMARY KEY (order_id, version)
);

CREATE TABLE product.sales (
    product_id integer NOT NULL,
    pieces bigint NOT NULL,
    orders bigint NOT NULL,
    revenue numeric(18,2) NOT NULL,
    last_sold_at timestamp with time zone NOT NULL,
    CONSTRAINT "PK_sales" PRIMARY KEY (product_id)
);

\ir Sql/take_order_events.sql

INSERT INTO product."__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261124124149_Sales', '10.0.15');
