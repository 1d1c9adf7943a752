-- The least that keeps what the shop promises (the idempotency key, the event for the outbox, the entry in the ledger), in a
-- database of its own. Schemas stand for the three databases of the services: pgbench
-- keeps to one connection, and what a commit costs the server does not depend on which of its databases it belongs to, since
-- all of them share one write-ahead log.
DROP SCHEMA IF EXISTS product, orders, payment CASCADE;
CREATE SCHEMA product;
CREATE SCHEMA orders;
CREATE SCHEMA payment;

CREATE TABLE product.products (
    id int PRIMARY KEY,
    name text NOT NULL,
    description text NOT NULL,
    category text NOT NULL,
    price numeric(12, 2) NOT NULL,
    currency char(3) NOT NULL,
    on_hand int NOT NULL,
    reserved int NOT NULL,
    CHECK (reserved BETWEEN 0 AND on_hand)
) WITH (fillfactor = 60);

CREATE TABLE product.reservations (
    order_id bigint PRIMARY KEY,
    product_id int NOT NULL,
    quantity int NOT NULL,
    unit_price numeric(12, 2) NOT NULL
);

CREATE TABLE orders.orders (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    customer_id int NOT NULL,
    product_id int NOT NULL,
    quantity int NOT NULL,
    status text NOT NULL,
    total numeric(12, 2),
    ordered_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE orders.keys (
    customer_id int NOT NULL,
    key uuid NOT NULL,
    order_id bigint NOT NULL,
    PRIMARY KEY (customer_id, key)
);

CREATE TABLE orders.events (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    order_id bigint NOT NULL,
    type text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE payment.payments (
    order_id bigint PRIMARY KEY,
    amount numeric(12, 2) NOT NULL,
    status text NOT NULL,
    paid_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE payment.entries (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    order_id bigint NOT NULL,
    debit text NOT NULL,
    credit text NOT NULL,
    amount numeric(12, 2) NOT NULL
);

INSERT INTO product.products
SELECT n, 'Product ' || n, 'A product of medium length of description, number ' || n, 'Category ' || n % 10, 9.90 + n, 'EUR', 1000000000, 0
FROM generate_series(1, 100) AS n;

VACUUM ANALYZE;
