--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: orders; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA orders;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: events; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.events (
    order_id uuid NOT NULL,
    version integer NOT NULL,
    sequence bigint NOT NULL,
    type text NOT NULL,
    status text NOT NULL,
    at timestamp with time zone NOT NULL,
    reason text,
    amount numeric(18,2),
    refund_id text,
    trace_parent text,
    published_at timestamp with time zone
);


--
-- Name: events_sequence_seq; Type: SEQUENCE; Schema: orders; Owner: -
--

ALTER TABLE orders.events ALTER COLUMN sequence ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME orders.events_sequence_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: idempotency_keys; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.idempotency_keys (
    customer_id text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    order_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: idempotent_requests; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.idempotent_requests (
    key character varying(128) NOT NULL,
    fingerprint bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    status integer,
    content_type text,
    location text,
    etag text,
    body bytea
);


--
-- Name: migrations; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.migrations (
    id text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: orders; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.orders (
    id uuid NOT NULL,
    version integer NOT NULL,
    customer_id character varying(64) NOT NULL,
    order_date timestamp with time zone NOT NULL,
    status text NOT NULL,
    goal text NOT NULL,
    step text NOT NULL,
    payment_method character varying(50) NOT NULL,
    lines jsonb NOT NULL,
    total numeric(18,2) NOT NULL,
    currency character varying(3) NOT NULL,
    refunds jsonb NOT NULL,
    refusal json,
    attempts integer NOT NULL,
    due_at timestamp with time zone,
    lease_until timestamp with time zone,
    trace_parent text
)
WITH (fillfactor='70');


--
-- Name: webhook_deliveries; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.webhook_deliveries (
    id bigint NOT NULL,
    subscription_id uuid NOT NULL,
    order_id uuid NOT NULL,
    version integer NOT NULL,
    status text NOT NULL,
    attempts integer NOT NULL,
    due_at timestamp with time zone,
    claimed_until timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    last_error text
);


--
-- Name: webhook_deliveries_id_seq; Type: SEQUENCE; Schema: orders; Owner: -
--

ALTER TABLE orders.webhook_deliveries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME orders.webhook_deliveries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: webhook_subscriptions; Type: TABLE; Schema: orders; Owner: -
--

CREATE TABLE orders.webhook_subscriptions (
    id uuid NOT NULL,
    url text NOT NULL,
    secret bytea NOT NULL,
    previous_secret bytea,
    previous_secret_until timestamp with time zone,
    event_types text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    status text NOT NULL,
    resting_until timestamp with time zone
);


--
-- Data for Name: events; Type: TABLE DATA; Schema: orders; Owner: -
--

INSERT INTO orders.events OVERRIDING SYSTEM VALUE VALUES ('01a2152f-db91-7062-8627-83fc93e34950', 2, 2, 'order.confirmed', 'Confirmed', '2026-11-26 00:09:48.544211+00', NULL, NULL, NULL, '00-8fb74b52039a9139cac95ff572a488aa-eef0520c343710db-01', '2026-11-26 00:09:48.711001+00');
INSERT INTO orders.events OVERRIDING SYSTEM VALUE VALUES ('01a2152f-e02e-750c-bd7a-445f7a1f712f', 2, 3, 'order.confirmed', 'Confirmed', '2026-11-26 00:09:48.938937+00', NULL, NULL, NULL, '00-86d90ed1e0a32a790e49efafcc8e602f-ea21d7647c58b76e-01', '2026-11-26 00:09:49.054104+00');
INSERT INTO orders.events OVERRIDING SYSTEM VALUE VALUES ('01a2152f-e02e-750c-bd7a-445f7a1f712f', 4, 4, 'order.shipped', 'Shipped', '2026-11-26 00:09:52.021156+00', NULL, NULL, NULL, '00-79d2638ee2352b27aa337279986bbb1f-d215966688c8830b-01', '2026-11-26 00:09:52.08211+00');
INSERT INTO orders.events OVERRIDING SYSTEM VALUE VALUES ('01a2152f-ecb5-7049-8918-b273b76f08f0', 2, 5, 'order.confirmed', 'Confirmed', '2026-11-26 00:09:52.070098+00', NULL, NULL, NULL, '00-ffed9a83bf858e30f8a9049bbb6fc243-1cab3bbf3b155c2b-01', '2026-11-26 00:09:52.08211+00');
INSERT INTO orders.events OVERRIDING SYSTEM VALUE VALUES ('01a2152f-ecb5-7049-8918-b273b76f08f0', 4, 6, 'order.shipped', 'Shipped', '2026-11-26 00:09:52.432294+00', NULL, NULL, NULL, '00-b662b10c2232afaf3ba5947ae3112d6f-b7e463f756c2b3c0-01', '2026-11-26 00:09:52.480216+00');
INSERT INTO orders.events OVERRIDING SYSTEM VALUE VALUES ('01a2152f-ecb5-7049-8918-b273b76f08f0', 6, 7, 'order.refunded', 'Shipped', '2026-11-26 00:09:52.491037+00', NULL, 19.60, 'refund', '00-e1a5af82b383c4a5478e3d4213dcc8a7-4c9dd8b77894cf04-01', '2026-11-26 00:09:52.540469+00');
INSERT INTO orders.events OVERRIDING SYSTEM VALUE VALUES ('01a2152f-ee85-7fb1-9d8d-cc9f92c6a01c', 2, 8, 'order.confirmed', 'Confirmed', '2026-11-26 00:09:52.564873+00', NULL, NULL, NULL, '00-4c46ac447b3861e94fd75096a7db3117-fea10b3dc4e47f42-01', '2026-11-26 00:09:52.620873+00');
INSERT INTO orders.events OVERRIDING SYSTEM VALUE VALUES ('01a2152f-ee85-7fb1-9d8d-cc9f92c6a01c', 4, 9, 'order.cancelled', 'Cancelled', '2026-11-26 00:09:52.849284+00', 'order-cancelled', NULL, NULL, '00-60e61a6035674b6bc12373379557fee7-794ae8f50227c090-01', '2026-11-26 00:09:52.994335+00');
INSERT INTO orders.events OVERRIDING SYSTEM VALUE VALUES ('01a2152f-efe0-7133-86f9-a2ccc3dc73f6', 3, 10, 'order.rejected', 'Rejected', '2026-11-26 00:09:52.929326+00', 'payment-declined', NULL, NULL, '00-3f5915be43fcd09b439492384c881447-258c28081794d335-01', '2026-11-26 00:09:53.007875+00');
INSERT INTO orders.events OVERRIDING SYSTEM VALUE VALUES ('01a2152f-f035-796d-b5da-e9d4c6fca1ce', 3, 11, 'order.rejected', 'Rejected', '2026-11-26 00:09:53.019908+00', 'insufficient-stock', NULL, NULL, '00-808d868527f2b349ac5640ab1a5e2d10-745ef208e6de858c-01', '2026-11-26 00:09:53.064849+00');


--
-- Data for Name: idempotency_keys; Type: TABLE DATA; Schema: orders; Owner: -
--

INSERT INTO orders.idempotency_keys VALUES ('customer-1', 'confirmed', '\x45324b73cec1fa1f0dfb54def9cd15b69ae385598db5817b4bc38691214c1910', '01a2152f-db91-7062-8627-83fc93e34950', '2026-11-26 00:09:47.665184+00');
INSERT INTO orders.idempotency_keys VALUES ('customer-1', 'shipped', '\xeb015b215557427085758a1354bf021dfc5fa5d893f505592b4a6fc36b8ed563', '01a2152f-e02e-750c-bd7a-445f7a1f712f', '2026-11-26 00:09:48.846802+00');
INSERT INTO orders.idempotency_keys VALUES ('customer-1', 'refunded', '\x88872791b05bac86c4229ae3eb4576b8509c500e6d7a49395394bc2e72016a47', '01a2152f-ecb5-7049-8918-b273b76f08f0', '2026-11-26 00:09:52.053047+00');
INSERT INTO orders.idempotency_keys VALUES ('customer-1', 'cancelled', '\xc8913e55f6405d593bfa81467208914ecfa93d4531ec9d9cca41b6c0945bf475', '01a2152f-ee85-7fb1-9d8d-cc9f92c6a01c', '2026-11-26 00:09:52.517714+00');
INSERT INTO orders.idempotency_keys VALUES ('customer-1', 'declined', '\x9813ffc136626d29646db622f3efd7323dd3fcea0ed264a6c603af988c50fc98', '01a2152f-efe0-7133-86f9-a2ccc3dc73f6', '2026-11-26 00:09:52.864924+00');
INSERT INTO orders.idempotency_keys VALUES ('customer-1', 'short', '\x63e98a00b0067df8dba4ba0ce4be8a5fe6b4db989cd2f121b8815de5b2c9f36a', '01a2152f-f035-796d-b5da-e9d4c6fca1ce', '2026-11-26 00:09:52.949449+00');


--
-- Data for Name: idempotent_requests; Type: TABLE DATA; Schema: orders; Owner: -
--



--
-- Data for Name: migrations; Type: TABLE DATA; Schema: orders; Owner: -
--

INSERT INTO orders.migrations VALUES ('0001_Initial', '2026-11-26 00:09:45.793867+00');


--
-- Data for Name: orders; Type: TABLE DATA; Schema: orders; Owner: -
--

INSERT INTO orders.orders VALUES ('01a2152f-db91-7062-8627-83fc93e34950', 2, 'customer-1', '2026-11-26 00:09:47.665184+00', 'Confirmed', 'None', 'None', 'approve', '[{"name": "Cast-iron pan, classic", "amount": 49.80, "quantity": 2, "productId": 1, "unitPrice": 24.90}, {"name": "Desk lamp, classic", "amount": 12.50, "quantity": 1, "productId": 2, "unitPrice": 12.50}]', 62.30, 'EUR', '[]', NULL, 0, NULL, NULL, '00-8fb74b52039a9139cac95ff572a488aa-74a5e6e6724115b6-01');
INSERT INTO orders.orders VALUES ('01a2152f-e02e-750c-bd7a-445f7a1f712f', 4, 'customer-1', '2026-11-26 00:09:48.846802+00', 'Shipped', 'None', 'None', 'approve', '[{"name": "Desk lamp, classic", "amount": 12.50, "quantity": 1, "productId": 2, "unitPrice": 12.50}]', 12.50, 'EUR', '[]', NULL, 0, NULL, NULL, '00-86d90ed1e0a32a790e49efafcc8e602f-3f20f4e2705b75e4-01');
INSERT INTO orders.orders VALUES ('01a2152f-ecb5-7049-8918-b273b76f08f0', 6, 'customer-1', '2026-11-26 00:09:52.053047+00', 'Shipped', 'None', 'None', 'approve', '[{"name": "Hand trowel, classic", "amount": 19.60, "quantity": 2, "productId": 3, "unitPrice": 9.80}]', 19.60, 'EUR', '[{"amount": 19.60, "status": "Done", "refundId": "refund", "requestedAt": "2026-11-26T00:09:52.453545+00:00"}]', NULL, 0, NULL, NULL, '00-ffed9a83bf858e30f8a9049bbb6fc243-ed28a57940c59c0a-01');
INSERT INTO orders.orders VALUES ('01a2152f-ee85-7fb1-9d8d-cc9f92c6a01c', 4, 'customer-1', '2026-11-26 00:09:52.517714+00', 'Cancelled', 'None', 'None', 'approve', '[{"name": "Cast-iron pan, classic", "amount": 24.90, "quantity": 1, "productId": 1, "unitPrice": 24.90}]', 24.90, 'EUR', '[]', '{"status":409,"type":"/problems/order-cancelled","title":"The order was cancelled.","detail":"The order was cancelled before it was confirmed.","name":"order-cancelled"}', 0, NULL, NULL, '00-4c46ac447b3861e94fd75096a7db3117-0e8d45c06a625790-01');
INSERT INTO orders.orders VALUES ('01a2152f-efe0-7133-86f9-a2ccc3dc73f6', 3, 'customer-1', '2026-11-26 00:09:52.864924+00', 'Rejected', 'None', 'None', 'decline', '[{"name": "Cast-iron pan, classic", "amount": 24.90, "quantity": 1, "productId": 1, "unitPrice": 24.90}]', 24.90, 'EUR', '[]', '{"status":402,"type":"/problems/payment-declined","title":"The payment was declined.","detail":"The customer\u0027s bank refuses the payment.","reason":"declined","name":"payment-declined"}', 0, NULL, NULL, '00-3f5915be43fcd09b439492384c881447-4b1f211bfafd19e7-01');
INSERT INTO orders.orders VALUES ('01a2152f-f035-796d-b5da-e9d4c6fca1ce', 3, 'customer-1', '2026-11-26 00:09:52.949449+00', 'Rejected', 'None', 'None', 'approve', '[{"quantity": 10000, "productId": 1}]', 0.00, 'EUR', '[]', '{"status":409,"type":"/problems/insufficient-stock","title":"There is not enough stock.","detail":"Product 1: 10000 requested, 998 available.","products":[{"productId":1,"requested":10000,"available":998}],"name":"insufficient-stock"}', 0, NULL, NULL, '00-808d868527f2b349ac5640ab1a5e2d10-39c49927e95a4fe8-01');


--
-- Data for Name: webhook_deliveries; Type: TABLE DATA; Schema: orders; Owner: -
--

INSERT INTO orders.webhook_deliveries OVERRIDING SYSTEM VALUE VALUES (1, '10dbb6cf-1122-65aa-b594-f21320daac64', '01a2152f-e02e-750c-bd7a-445f7a1f712f', 4, 'Delivered', 1, NULL, NULL, '2026-11-26 00:09:52.078541+00', '2026-11-26 00:09:52.16253+00', NULL);
INSERT INTO orders.webhook_deliveries OVERRIDING SYSTEM VALUE VALUES (2, '10dbb6cf-1122-65aa-b594-f21320daac64', '01a2152f-ecb5-7049-8918-b273b76f08f0', 4, 'Delivered', 1, NULL, NULL, '2026-11-26 00:09:52.475364+00', '2026-11-26 00:09:52.522075+00', NULL);


--
-- Data for Name: webhook_subscriptions; Type: TABLE DATA; Schema: orders; Owner: -
--

INSERT INTO orders.webhook_subscriptions VALUES ('10dbb6cf-1122-65aa-b594-f21320daac64', 'http://127.0.0.1:57501/order-events', '\x303132333435363738396162636465663031323334353637383961626364656630313233', NULL, NULL, '{order.shipped}', '2026-11-26 00:09:46.000874+00', 'Active', NULL);


--
-- Name: events_sequence_seq; Type: SEQUENCE SET; Schema: orders; Owner: -
--

SELECT pg_catalog.setval('orders.events_sequence_seq', 11, true);


--
-- Name: webhook_deliveries_id_seq; Type: SEQUENCE SET; Schema: orders; Owner: -
--

SELECT pg_catalog.setval('orders.webhook_deliveries_id_seq', 2, true);


--
-- Name: events events_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (order_id, version);


--
-- Name: idempotency_keys idempotency_keys_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (customer_id, key);


--
-- Name: idempotent_requests idempotent_requests_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.idempotent_requests
    ADD CONSTRAINT idempotent_requests_pkey PRIMARY KEY (key);


--
-- Name: migrations migrations_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (id);


--
-- Name: orders orders_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);


--
-- Name: webhook_deliveries webhook_deliveries_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (id);


--
-- Name: webhook_subscriptions webhook_subscriptions_pkey; Type: CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.webhook_subscriptions
    ADD CONSTRAINT webhook_subscriptions_pkey PRIMARY KEY (id);


--
-- Name: ix_events_unpublished; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_events_unpublished ON orders.events USING btree (sequence) WHERE (published_at IS NULL);


--
-- Name: ix_idempotency_keys_age; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_idempotency_keys_age ON orders.idempotency_keys USING brin (created_at);


--
-- Name: ix_idempotent_requests_age; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_idempotent_requests_age ON orders.idempotent_requests USING btree (created_at);


--
-- Name: ix_orders_customer; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_orders_customer ON orders.orders USING btree (customer_id, status, id);


--
-- Name: ix_orders_due; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_orders_due ON orders.orders USING btree (due_at) WHERE (due_at IS NOT NULL);


--
-- Name: ix_orders_status; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_orders_status ON orders.orders USING btree (status, id);


--
-- Name: ix_orders_stuck; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_orders_stuck ON orders.orders USING btree (id) WHERE (step = 'Stuck'::text);


--
-- Name: ix_webhook_deliveries_due; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_webhook_deliveries_due ON orders.webhook_deliveries USING btree (subscription_id, due_at, id) WHERE (due_at IS NOT NULL);


--
-- Name: ix_webhook_deliveries_ended; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_webhook_deliveries_ended ON orders.webhook_deliveries USING btree (ended_at) WHERE (ended_at IS NOT NULL);


--
-- Name: ix_webhook_deliveries_event; Type: INDEX; Schema: orders; Owner: -
--

CREATE UNIQUE INDEX ix_webhook_deliveries_event ON orders.webhook_deliveries USING btree (subscription_id, order_id, version);


--
-- Name: ix_webhook_deliveries_list; Type: INDEX; Schema: orders; Owner: -
--

CREATE INDEX ix_webhook_deliveries_list ON orders.webhook_deliveries USING btree (subscription_id, status, id);


--
-- Name: events events_order_id_fkey; Type: FK CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.events
    ADD CONSTRAINT events_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders.orders(id) ON DELETE CASCADE;


--
-- Name: webhook_deliveries webhook_deliveries_subscription_id_fkey; Type: FK CONSTRAINT; Schema: orders; Owner: -
--

ALTER TABLE ONLY orders.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES orders.webhook_subscriptions(id) ON DELETE CASCADE;


--
-- PostgreSQL database dump complete
--


