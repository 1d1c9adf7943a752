DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM pg_namespace WHERE nspname = 'orders') THEN
        CREATE SCHEMA orders;
    END IF;
END $EF$;
CREATE TABLE IF NOT EXISTS orders."__EFMigrationsHistory" (
    "MigrationId" character varying(150) NOT NULL,
    "ProductVersion" character varying(32) NOT NULL,
    CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY ("MigrationId")
);

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM pg_namespace WHERE nspname = 'orders') THEN
        CREATE SCHEMA orders;
    END IF;
END $EF$;

CREATE TABLE orders.idempotency_keys (
    customer_id text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    order_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT "PK_idempotency_keys" PRIMARY KEY (customer_id, key)
);

CREATE TABLE orders.orders (
    id uuid NOT NULL,
    version integer NOT NULL,
    customer_id character varying(64) NOT NULL,
    order_date timestamp with time zone NOT NULL,
    status text NOT NULL,
    goal text NOT NULL,
    step text NOT NULL,
    payment_method character varying(64) NOT NULL,
    lines jsonb NOT NULL,
    total numeric(18,2) NOT NULL,
    currency character varying(3) NOT NULL,
    refunds jsonb NOT NULL,
    refusal json,
    attempts integer NOT NULL,
    due_at timestamp with time zone,
    lease_until timestamp with time zone,
    trace_parent text,
    CONSTRAINT "PK_orders" PRIMARY KEY (id)
)
WITH (fillfactor=70);

CREATE TABLE orders.webhook_subscriptions (
    id uuid NOT NULL,
    url text NOT NULL,
    secret bytea NOT NULL,
    event_types text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT "PK_webhook_subscriptions" PRIMARY KEY (id)
);

CREATE TABLE orders.events (
    order_id uuid NOT NULL,
    version integer NOT NULL,
    sequence bigint GENERATED ALWAYS AS IDENTITY,
    type text NOT NULL,
    status text NOT NULL,
    at timestamp with time zone NOT NULL,
    reason text,
    amount numeric(18,2),
    refund_id text,
    trace_parent text,
    published_at timestamp with time zone,
    CONSTRAINT "PK_events" PRIMARY KEY (order_id, version),
    CONSTRAINT "FK_events_orders_order_id" FOREIGN KEY (order_id) REFERENCES orders.orders (id) ON DELETE CASCADE
);

CREATE TABLE orders.webhook_deliveries (
    id bigint GENERATED ALWAYS AS IDENTITY,
    subscription_id uuid NOT NULL,
    order_id uuid NOT NULL,
    version integer NOT NULL,
    status text NOT NULL,
    attempts integer NOT NULL,
    due_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    last_error text,
    CONSTRAINT "PK_webhook_deliveries" PRIMARY KEY (id),
    CONSTRAINT "FK_webhook_deliveries_webhook_subscriptions_subscription_id" FOREIGN KEY (subscription_id) REFERENCES orders.webhook_subscriptions (id) ON DELETE CASCADE
);

CREATE INDEX ix_events_unpublished ON orders.events (sequence) WHERE published_at IS NULL;

CREATE INDEX ix_idempotency_keys_age ON orders.idempotency_keys USING brin (created_at);

CREATE INDEX ix_orders_customer ON orders.orders (customer_id, id);

CREATE INDEX ix_orders_due ON orders.orders (due_at) WHERE due_at IS NOT NULL;

CREATE INDEX ix_orders_status ON orders.orders (status, id);

CREATE INDEX ix_webhook_deliveries_due ON orders.webhook_deliveries (subscription_id, due_at) WHERE due_at IS NOT NULL;

CREATE UNIQUE INDEX ix_webhook_deliveries_event ON orders.webhook_deliveries (subscription_id, order_id, version);

INSERT INTO orders."__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261123094222_Initial', '10.0.15');
