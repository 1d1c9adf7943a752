CREATE TABLE orders.orders (
    id uuid PRIMARY KEY,
    version integer NOT NULL,
    customer_id varchar(64) NOT NULL,
    order_date timestamptz NOT NULL,
    status text NOT NULL,
    goal text NOT NULL,
    step text NOT NULL,
    payment_method varchar(50) NOT NULL,
    lines jsonb NOT NULL,
    total numeric(18, 2) NOT NULL,
    currency varchar(3) NOT NULL,
    refunds jsonb NOT NULL,
    -- json and not jsonb, which would sort the members: the answer made of it must have the same bytes as the first one.
    refusal json,
    attempts integer NOT NULL,
    due_at timestamptz,
    lease_until timestamptz,
    trace_parent text)
-- Room for the two or three writes of an order's life on its own page.
WITH (fillfactor = 70);

-- What lists are asked for: each filter begins an index, and what follows it is in the order of the list. A customer's orders of all
-- statuses are merged from the few that there are.
CREATE INDEX ix_orders_customer ON orders.orders (customer_id, status, id);
CREATE INDEX ix_orders_status ON orders.orders (status, id);
-- What people have to look at, and what workers have to take up: each index holds only those.
CREATE INDEX ix_orders_stuck ON orders.orders (id) WHERE step = 'Stuck';
CREATE INDEX ix_orders_due ON orders.orders (due_at) WHERE due_at IS NOT NULL;

-- Changes of orders: history and outbox.
CREATE TABLE orders.events (
    order_id uuid NOT NULL REFERENCES orders.orders ON DELETE CASCADE,
    version integer NOT NULL,
    -- The order in which events are published.
    sequence bigint GENERATED ALWAYS AS IDENTITY,
    type text NOT NULL,
    status text NOT NULL,
    at timestamptz NOT NULL,
    reason text,
    amount numeric(18, 2),
    refund_id text,
    trace_parent text,
    -- When the relay handed it to every publisher.
    published_at timestamptz,
    PRIMARY KEY (order_id, version));

-- Holds what the relay has still to do, and nothing else.
CREATE INDEX ix_events_unpublished ON orders.events (sequence) WHERE published_at IS NULL;

CREATE TABLE orders.idempotency_keys (
    customer_id text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    order_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (customer_id, key));

-- A few bytes per range of pages: the purge finds old keys, and a new key costs next to nothing.
CREATE INDEX ix_idempotency_keys_age ON orders.idempotency_keys USING brin (created_at);

CREATE TABLE orders.webhook_subscriptions (
    id uuid PRIMARY KEY,
    url text NOT NULL,
    secret bytea NOT NULL,
    -- The secret before it, which signs as well until then.
    previous_secret bytea,
    previous_secret_until timestamptz,
    event_types text[] NOT NULL,
    created_at timestamptz NOT NULL,
    -- Active, Paused, or Ended by the subscriber.
    status text NOT NULL,
    -- The subscriber has asked to be left alone until then.
    resting_until timestamptz);

CREATE TABLE orders.webhook_deliveries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subscription_id uuid NOT NULL REFERENCES orders.webhook_subscriptions ON DELETE CASCADE,
    order_id uuid NOT NULL,
    version integer NOT NULL,
    status text NOT NULL,
    attempts integer NOT NULL,
    -- While an attempt is under way, when it counts as lost.
    due_at timestamptz,
    claimed_until timestamptz,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    last_error text);

-- One delivery of an event to a subscriber, however often the relay has to repeat its work.
CREATE UNIQUE INDEX ix_webhook_deliveries_event ON orders.webhook_deliveries (subscription_id, order_id, version);
-- In the order in which they are claimed, so that a claim reads as many entries as it takes, however long the queue is.
CREATE INDEX ix_webhook_deliveries_due ON orders.webhook_deliveries (subscription_id, due_at, id) WHERE due_at IS NOT NULL;
-- What lists are asked for, in their order; those of all statuses are merged from the few that there are.
CREATE INDEX ix_webhook_deliveries_list ON orders.webhook_deliveries (subscription_id, status, id);
-- What retention deletes, the oldest first.
CREATE INDEX ix_webhook_deliveries_ended ON orders.webhook_deliveries (ended_at) WHERE ended_at IS NOT NULL;

-- What requests about subscriptions that had a key were answered, written in the transaction of their effect.
CREATE TABLE orders.idempotent_requests (
    key varchar(128) PRIMARY KEY,
    -- SHA-256 of what was asked for.
    fingerprint bytea NOT NULL,
    created_at timestamptz NOT NULL,
    status integer,
    content_type text,
    location text,
    etag text,
    body bytea);

CREATE INDEX ix_idempotent_requests_age ON orders.idempotent_requests (created_at);
