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
-- Name: product; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA product;


--
-- Name: adjust_stock(integer, integer, text, timestamp with time zone); Type: FUNCTION; Schema: product; Owner: -
--

CREATE FUNCTION product.adjust_stock(wanted_product integer, change integer, why text, at timestamp with time zone) RETURNS TABLE(changed boolean, on_hand integer, reserved integer)
    LANGUAGE plpgsql
    AS $$
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
        INSERT INTO product.stock_adjustments (product_id, delta, reason, adjusted_at) VALUES (wanted_product, change, why, at);
    ELSE
        RETURN QUERY SELECT false, p.on_hand, p.reserved FROM product.products AS p
                     WHERE p.id = wanted_product AND p.retired_at IS NULL;
    END IF;
END $$;


--
-- Name: close_reservation(uuid, text, timestamp with time zone); Type: FUNCTION; Schema: product; Owner: -
--

CREATE FUNCTION product.close_reservation(wanted_order uuid, wanted_status text, at timestamp with time zone) RETURNS text
    LANGUAGE plpgsql
    AS $$
DECLARE
    found_reservation product.reservations%ROWTYPE;
BEGIN
    PERFORM product.lock_orders(ARRAY[wanted_order]);
    SELECT * INTO found_reservation FROM product.reservations AS r WHERE r.order_id = wanted_order;

    IF found_reservation.order_id IS NULL THEN
        IF wanted_status <> 'Released' THEN
            RETURN NULL;
        END IF;
        INSERT INTO product.reservations
            (order_id, status, currency, total, product_ids, names, quantities, unit_prices, reserved_at, closed_at)
        VALUES (wanted_order, 'Released', 'EUR', 0, '{}', '{}', '{}', '{}', at, at);
        RETURN wanted_status;
    END IF;

    IF found_reservation.status <> 'Reserved' THEN
        RETURN found_reservation.status;
    END IF;

    PERFORM 1 FROM product.products AS p WHERE p.id = ANY (found_reservation.product_ids) ORDER BY p.id FOR NO KEY UPDATE;
    UPDATE product.products AS p
    SET reserved = p.reserved - l.quantity,
        on_hand = p.on_hand - CASE WHEN wanted_status = 'Committed' THEN l.quantity ELSE 0 END
    FROM unnest(found_reservation.product_ids, found_reservation.quantities) AS l (product_id, quantity)
    WHERE p.id = l.product_id;
    UPDATE product.reservations AS r SET status = wanted_status, closed_at = at WHERE r.order_id = wanted_order;
    RETURN wanted_status;
END $$;


--
-- Name: lock_at_once(uuid[], integer[], integer[]); Type: FUNCTION; Schema: product; Owner: -
--

CREATE FUNCTION product.lock_at_once(order_ids uuid[], line_counts integer[], line_products integer[]) RETURNS SETOF uuid
    LANGUAGE plpgsql
    AS $$
DECLARE
    lockable int[];
    first_line int := 1; last_line int;
BEGIN
    SELECT array_agg(p.id) INTO lockable
    FROM (SELECT q.id FROM product.products AS q
          WHERE q.id = ANY (line_products) AND q.retired_at IS NULL
          FOR NO KEY UPDATE SKIP LOCKED) AS p;

    FOR place IN 1 .. cardinality(order_ids) LOOP
        last_line := first_line + line_counts[place] - 1;
        IF NOT pg_try_advisory_xact_lock(product.order_lock(order_ids[place])) OR EXISTS (
            SELECT FROM product.products AS q
            WHERE q.id = ANY (line_products[first_line:last_line]) AND q.retired_at IS NULL
              AND NOT q.id = ANY (coalesce(lockable, '{}'))) THEN
            RETURN NEXT order_ids[place];
        END IF;
        first_line := last_line + 1;
    END LOOP;
END $$;


--
-- Name: lock_orders(uuid[]); Type: FUNCTION; Schema: product; Owner: -
--

CREATE FUNCTION product.lock_orders(order_ids uuid[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF cardinality(order_ids) = 1 THEN
        PERFORM pg_advisory_xact_lock(product.order_lock(order_ids[1]));
    ELSE
        PERFORM pg_advisory_xact_lock(key)
        FROM (SELECT DISTINCT product.order_lock(id) AS key FROM unnest(order_ids) AS id ORDER BY key) AS keys;
    END IF;
END $$;


--
-- Name: order_lock(uuid); Type: FUNCTION; Schema: product; Owner: -
--

CREATE FUNCTION product.order_lock(order_id uuid) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    AS $$ SELECT uuid_hash_extended(order_id, 7310) $$;


--
-- Name: plain(text); Type: FUNCTION; Schema: product; Owner: -
--

CREATE FUNCTION product.plain(text text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    SELECT replace(replace(replace(translate(
        lower(regexp_replace(normalize(text, NFKD), '[\u0300-\u036F]', '', 'g')),
        'øłđð', 'oldd'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe')
$$;


--
-- Name: remove_product(integer, timestamp with time zone, integer[]); Type: FUNCTION; Schema: product; Owner: -
--

CREATE FUNCTION product.remove_product(wanted_product integer, at timestamp with time zone, versions integer[]) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM 1 FROM product.products AS p
    WHERE p.id = wanted_product AND p.retired_at IS NULL AND (versions IS NULL OR p.version = ANY (versions)) FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    -- A statement of its own, so that it sees an adjustment whose transaction the lock waited for.
    IF EXISTS (SELECT 1 FROM product.stock_adjustments AS a WHERE a.product_id = wanted_product) THEN
        UPDATE product.products AS p SET retired_at = at WHERE p.id = wanted_product;
    ELSE
        DELETE FROM product.products AS p WHERE p.id = wanted_product;
    END IF;
    RETURN true;
END $$;


--
-- Name: reserve(uuid[], integer[], integer[], integer[], timestamp with time zone); Type: FUNCTION; Schema: product; Owner: -
--

CREATE FUNCTION product.reserve(order_ids uuid[], line_counts integer[], line_products integer[], line_quantities integer[], reserved_at timestamp with time zone) RETURNS TABLE(outcome text, status text, currency text, total numeric, product_ids integer[], names text[], quantities integer[], unit_prices numeric[], available integer[])
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_variable
DECLARE
    ids int[]; all_names text[]; prices numeric[]; currencies text[]; free int[]; taken int[]; -- the products of the batch
    existing record;
    held product.reservations[] := '{}';
    line int; first_line int := 1; last_line int; slot int; short boolean;
BEGIN
    PERFORM product.lock_orders(order_ids);

    SELECT array_agg(p.id), array_agg(p.name), array_agg(p.price), array_agg(p.currency), array_agg(p.free), array_agg(0)
    INTO ids, all_names, prices, currencies, free, taken
    FROM (SELECT q.id, q.name, q.price, q.currency, q.on_hand - q.reserved AS free
          FROM product.products AS q
          WHERE q.id = ANY (line_products) AND q.retired_at IS NULL
          ORDER BY q.id
          FOR NO KEY UPDATE) AS p;

    FOR existing IN
        SELECT o.position, o.order_id, r.status, r.currency, r.total, r.product_ids, r.names, r.quantities, r.unit_prices
        FROM unnest(order_ids) WITH ORDINALITY AS o (order_id, position)
        LEFT JOIN product.reservations AS r ON r.order_id = o.order_id
        ORDER BY o.position
    LOOP
        last_line := first_line + line_counts[existing.position] - 1;
        product_ids := '{}'; names := '{}'; quantities := '{}'; unit_prices := '{}'; available := NULL;

        IF existing.status IS NOT NULL THEN
            outcome := 'existing'; status := existing.status; currency := existing.currency; total := existing.total;
            product_ids := existing.product_ids; names := existing.names;
            quantities := existing.quantities; unit_prices := existing.unit_prices;
            RETURN NEXT;
            first_line := last_line + 1;
            CONTINUE;
        END IF;

        outcome := 'reserved'; status := 'Reserved'; currency := NULL; total := 0; short := false;
        FOR line IN first_line .. last_line LOOP
            slot := array_position(ids, line_products[line]);
            IF slot IS NULL THEN
                outcome := 'unknown';
            ELSE
                short := short OR free[slot] < line_quantities[line];
                names := names || all_names[slot];
                unit_prices := unit_prices || prices[slot];
                total := total + prices[slot] * line_quantities[line];
                currency := currencies[slot];
            END IF;
        END LOOP;

        product_ids := line_products[first_line:last_line];
        quantities := line_quantities[first_line:last_line];
        IF outcome = 'unknown' THEN
            SELECT array_agg(p.id ORDER BY p.position) INTO product_ids
            FROM unnest(product_ids) WITH ORDINALITY AS p (id, position)
            WHERE ids IS NULL OR NOT p.id = ANY (ids);
        ELSIF short THEN
            outcome := 'insufficient';
            SELECT array_agg(l.id ORDER BY l.position), array_agg(l.quantity ORDER BY l.position), array_agg(l.left_over ORDER BY l.position)
            INTO product_ids, quantities, available
            FROM (SELECT w.id, w.quantity, w.position, free[array_position(ids, w.id)] AS left_over
                  FROM unnest(product_ids, quantities) WITH ORDINALITY AS w (id, quantity, position)) AS l
            WHERE l.left_over < l.quantity;
        ELSE
            FOR line IN first_line .. last_line LOOP
                slot := array_position(ids, line_products[line]);
                free[slot] := free[slot] - line_quantities[line];
                taken[slot] := taken[slot] + line_quantities[line];
            END LOOP;
            held := held || ROW(
                existing.order_id, status, currency, total, product_ids, names, quantities, unit_prices, reserved_at, NULL)::product.reservations;
        END IF;
        RETURN NEXT;
        first_line := last_line + 1;
    END LOOP;

    -- Written at the end and together: what a statement costs before its first row is then paid once for the batch.
    IF cardinality(held) > 0 THEN
        INSERT INTO product.reservations SELECT * FROM unnest(held);
        UPDATE product.products AS p SET reserved = p.reserved + t.quantity
        FROM unnest(ids, taken) AS t (id, quantity)
        WHERE p.id = t.id AND t.quantity > 0;
    END IF;
END $$;


--
-- Name: take_order_events(uuid[], integer[], text[], timestamp with time zone); Type: FUNCTION; Schema: product; Owner: -
--

CREATE FUNCTION product.take_order_events(event_orders uuid[], event_versions integer[], event_types text[], at timestamp with time zone) RETURNS integer
    LANGUAGE sql
    AS $$
    WITH event AS (
        SELECT DISTINCT ON (e.order_id, e.version) e.order_id, e.version, e.type
        FROM unnest(event_orders, event_versions, event_types) AS e (order_id, version, type)
        ORDER BY e.order_id, e.version
    ), fitting AS (
        SELECT e.order_id, e.version, e.type, r.product_ids, r.quantities, r.unit_prices
        FROM event e
        LEFT JOIN product.reservations r ON r.order_id = e.order_id AND r.status = 'Committed'
        WHERE e.type <> 'order.shipped' OR r.order_id IS NOT NULL
    ), new AS (
        INSERT INTO product.inbox (order_id, version, received_at)
        SELECT f.order_id, f.version, at FROM fitting f ORDER BY f.order_id, f.version
        ON CONFLICT DO NOTHING
        RETURNING order_id, version
    ), sold AS (
        SELECT l.product_id, sum(l.quantity) AS pieces, count(*) AS orders, sum(l.quantity * l.unit_price) AS revenue
        FROM new n
        JOIN fitting f ON f.order_id = n.order_id AND f.version = n.version
        CROSS JOIN LATERAL unnest(f.product_ids, f.quantities, f.unit_prices) AS l (product_id, quantity, unit_price)
        WHERE f.type = 'order.shipped'
        GROUP BY l.product_id
    ), booked AS (
        INSERT INTO product.sales AS s (product_id, pieces, orders, revenue, last_sold_at)
        SELECT o.product_id, o.pieces, o.orders, o.revenue, at FROM sold o ORDER BY o.product_id
        ON CONFLICT (product_id) DO UPDATE
        SET pieces = s.pieces + excluded.pieces,
            orders = s.orders + excluded.orders,
            revenue = s.revenue + excluded.revenue,
            last_sold_at = greatest(s.last_sold_at, excluded.last_sold_at)
    )
    SELECT (SELECT count(*) FROM event)::int - (SELECT count(*) FROM fitting)::int;
$$;


--
-- Name: words(text); Type: FUNCTION; Schema: product; Owner: -
--

CREATE FUNCTION product.words(text text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT COST 10000 PARALLEL SAFE
    AS $$
    SELECT ARRAY(SELECT DISTINCT left(w, 64) FROM regexp_split_to_table(product.plain(text), '[[:space:][:punct:]]+') AS w WHERE w <> '')
$$;


--
-- Name: words_like(text); Type: FUNCTION; Schema: product; Owner: -
--

CREATE FUNCTION product.words_like(text text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    SELECT string_agg('''' || replace(w, '\', '\\') || ''':*', ' & ')::tsquery FROM unnest(product.words(text)) AS w
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: idempotent_requests; Type: TABLE; Schema: product; Owner: -
--

CREATE TABLE product.idempotent_requests (
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
-- Name: inbox; Type: TABLE; Schema: product; Owner: -
--

CREATE TABLE product.inbox (
    order_id uuid NOT NULL,
    version integer NOT NULL,
    received_at timestamp with time zone NOT NULL
);


--
-- Name: migrations; Type: TABLE; Schema: product; Owner: -
--

CREATE TABLE product.migrations (
    id text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: products; Type: TABLE; Schema: product; Owner: -
--

CREATE TABLE product.products (
    id integer NOT NULL,
    name character varying(200) NOT NULL,
    description character varying(4000) NOT NULL,
    category character varying(100) NOT NULL,
    price numeric(12,2) NOT NULL,
    currency character varying(3) NOT NULL,
    on_hand integer NOT NULL,
    reserved integer NOT NULL,
    version integer NOT NULL,
    retired_at timestamp with time zone,
    CONSTRAINT currency_is_the_shops CHECK (((currency)::text = 'EUR'::text)),
    CONSTRAINT on_hand_is_bounded CHECK ((on_hand <= 1000000000)),
    CONSTRAINT price_is_positive CHECK ((price > (0)::numeric)),
    CONSTRAINT reserved_is_on_hand CHECK (((reserved >= 0) AND (reserved <= on_hand)))
)
WITH (fillfactor='60');


--
-- Name: products_id_seq; Type: SEQUENCE; Schema: product; Owner: -
--

ALTER TABLE product.products ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME product.products_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reservations; Type: TABLE; Schema: product; Owner: -
--

CREATE TABLE product.reservations (
    order_id uuid NOT NULL,
    status character varying(20) NOT NULL,
    currency character varying(3) NOT NULL,
    total numeric(18,2) NOT NULL,
    product_ids integer[] NOT NULL,
    names text[] NOT NULL,
    quantities integer[] NOT NULL,
    unit_prices numeric[] NOT NULL,
    reserved_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT lines_are_complete CHECK (((cardinality(product_ids) = cardinality(quantities)) AND (cardinality(product_ids) = cardinality(names)) AND (cardinality(product_ids) = cardinality(unit_prices)) AND (0 < ALL (quantities)))),
    CONSTRAINT only_a_released_one_is_empty CHECK (((cardinality(product_ids) > 0) OR ((status)::text = 'Released'::text))),
    CONSTRAINT open_or_closed CHECK ((((status)::text = 'Reserved'::text) = (closed_at IS NULL))),
    CONSTRAINT status_is_known CHECK (((status)::text = ANY ((ARRAY['Reserved'::character varying, 'Committed'::character varying, 'Released'::character varying])::text[])))
);


--
-- Name: reservation_lines; Type: VIEW; Schema: product; Owner: -
--

CREATE VIEW product.reservation_lines AS
 SELECT r.order_id,
    r.status,
    (l.line_number)::integer AS line_number,
    l.product_id,
    l.name,
    l.quantity,
    l.unit_price,
    ((l.quantity)::numeric * l.unit_price) AS amount
   FROM (product.reservations r
     CROSS JOIN LATERAL UNNEST(r.product_ids, r.names, r.quantities, r.unit_prices) WITH ORDINALITY l(product_id, name, quantity, unit_price, line_number));


--
-- Name: sales; Type: TABLE; Schema: product; Owner: -
--

CREATE TABLE product.sales (
    product_id integer NOT NULL,
    pieces bigint NOT NULL,
    orders bigint NOT NULL,
    revenue numeric(18,2) NOT NULL,
    last_sold_at timestamp with time zone NOT NULL
);


--
-- Name: stock_adjustments; Type: TABLE; Schema: product; Owner: -
--

CREATE TABLE product.stock_adjustments (
    id bigint NOT NULL,
    product_id integer NOT NULL,
    delta integer NOT NULL,
    reason character varying(200) NOT NULL,
    adjusted_at timestamp with time zone NOT NULL,
    CONSTRAINT delta_is_not_zero CHECK ((delta <> 0))
);


--
-- Name: stock_adjustments_id_seq; Type: SEQUENCE; Schema: product; Owner: -
--

ALTER TABLE product.stock_adjustments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME product.stock_adjustments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Data for Name: idempotent_requests; Type: TABLE DATA; Schema: product; Owner: -
--



--
-- Data for Name: inbox; Type: TABLE DATA; Schema: product; Owner: -
--

INSERT INTO product.inbox VALUES ('01a2152f-e02e-750c-bd7a-445f7a1f712f', 4, '2026-11-26 00:09:52.141721+00');
INSERT INTO product.inbox VALUES ('01a2152f-ecb5-7049-8918-b273b76f08f0', 4, '2026-11-26 00:09:52.485499+00');


--
-- Data for Name: migrations; Type: TABLE DATA; Schema: product; Owner: -
--

INSERT INTO product.migrations VALUES ('0001_Initial', '2026-11-26 00:09:44.505881+00');


--
-- Data for Name: products; Type: TABLE DATA; Schema: product; Owner: -
--

INSERT INTO product.products VALUES (3, 'Hand trowel, classic', 'The one we have sold since the first day, for beds, pots and balconies.', 'Garden', 9.80, 'EUR', 998, 0, 1, NULL);
INSERT INTO product.products VALUES (1, 'Cast-iron pan, classic', 'The one we have sold since the first day, for every day at the stove.', 'Kitchen', 24.90, 'EUR', 1000, 2, 1, NULL);
INSERT INTO product.products VALUES (2, 'Desk lamp, classic', 'The one we have sold since the first day, for a desk that stays tidy.', 'Office', 12.50, 'EUR', 998, 1, 1, NULL);


--
-- Data for Name: reservations; Type: TABLE DATA; Schema: product; Owner: -
--

INSERT INTO product.reservations VALUES ('01a2152f-db91-7062-8627-83fc93e34950', 'Reserved', 'EUR', 62.30, '{1,2}', '{"Cast-iron pan, classic","Desk lamp, classic"}', '{2,1}', '{24.90,12.50}', '2026-11-26 00:09:48.186485+00', NULL);
INSERT INTO product.reservations VALUES ('01a2152f-e02e-750c-bd7a-445f7a1f712f', 'Committed', 'EUR', 12.50, '{2}', '{"Desk lamp, classic"}', '{1}', '{12.50}', '2026-11-26 00:09:48.899689+00', '2026-11-26 00:09:52.014661+00');
INSERT INTO product.reservations VALUES ('01a2152f-ecb5-7049-8918-b273b76f08f0', 'Committed', 'EUR', 19.60, '{3}', '{"Hand trowel, classic"}', '{2}', '{9.80}', '2026-11-26 00:09:52.062785+00', '2026-11-26 00:09:52.430346+00');
INSERT INTO product.reservations VALUES ('01a2152f-ee85-7fb1-9d8d-cc9f92c6a01c', 'Released', 'EUR', 24.90, '{1}', '{"Cast-iron pan, classic"}', '{1}', '{24.90}', '2026-11-26 00:09:52.555895+00', '2026-11-26 00:09:52.846717+00');
INSERT INTO product.reservations VALUES ('01a2152f-efe0-7133-86f9-a2ccc3dc73f6', 'Released', 'EUR', 24.90, '{1}', '{"Cast-iron pan, classic"}', '{1}', '{24.90}', '2026-11-26 00:09:52.867919+00', '2026-11-26 00:09:52.927347+00');
INSERT INTO product.reservations VALUES ('01a2152f-f035-796d-b5da-e9d4c6fca1ce', 'Released', 'EUR', 0.00, '{}', '{}', '{}', '{}', '2026-11-26 00:09:53.014206+00', '2026-11-26 00:09:53.014206+00');


--
-- Data for Name: sales; Type: TABLE DATA; Schema: product; Owner: -
--

INSERT INTO product.sales VALUES (2, 1, 1, 12.50, '2026-11-26 00:09:52.141721+00');
INSERT INTO product.sales VALUES (3, 2, 1, 19.60, '2026-11-26 00:09:52.485499+00');


--
-- Data for Name: stock_adjustments; Type: TABLE DATA; Schema: product; Owner: -
--

INSERT INTO product.stock_adjustments OVERRIDING SYSTEM VALUE VALUES (1, 1, 1000, 'Opening stock', '2026-11-26 00:09:44.904978+00');
INSERT INTO product.stock_adjustments OVERRIDING SYSTEM VALUE VALUES (2, 2, 1000, 'Opening stock', '2026-11-26 00:09:44.904978+00');
INSERT INTO product.stock_adjustments OVERRIDING SYSTEM VALUE VALUES (3, 3, 1000, 'Opening stock', '2026-11-26 00:09:44.904978+00');
INSERT INTO product.stock_adjustments OVERRIDING SYSTEM VALUE VALUES (4, 2, -1, 'broken', '2026-11-26 00:09:53.04106+00');


--
-- Name: products_id_seq; Type: SEQUENCE SET; Schema: product; Owner: -
--

SELECT pg_catalog.setval('product.products_id_seq', 3, true);


--
-- Name: stock_adjustments_id_seq; Type: SEQUENCE SET; Schema: product; Owner: -
--

SELECT pg_catalog.setval('product.stock_adjustments_id_seq', 4, true);


--
-- Name: idempotent_requests idempotent_requests_pkey; Type: CONSTRAINT; Schema: product; Owner: -
--

ALTER TABLE ONLY product.idempotent_requests
    ADD CONSTRAINT idempotent_requests_pkey PRIMARY KEY (key);


--
-- Name: inbox inbox_pkey; Type: CONSTRAINT; Schema: product; Owner: -
--

ALTER TABLE ONLY product.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (order_id, version);


--
-- Name: migrations migrations_pkey; Type: CONSTRAINT; Schema: product; Owner: -
--

ALTER TABLE ONLY product.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (id);


--
-- Name: products products_pkey; Type: CONSTRAINT; Schema: product; Owner: -
--

ALTER TABLE ONLY product.products
    ADD CONSTRAINT products_pkey PRIMARY KEY (id);


--
-- Name: reservations reservations_pkey; Type: CONSTRAINT; Schema: product; Owner: -
--

ALTER TABLE ONLY product.reservations
    ADD CONSTRAINT reservations_pkey PRIMARY KEY (order_id);


--
-- Name: sales sales_pkey; Type: CONSTRAINT; Schema: product; Owner: -
--

ALTER TABLE ONLY product.sales
    ADD CONSTRAINT sales_pkey PRIMARY KEY (product_id);


--
-- Name: stock_adjustments stock_adjustments_pkey; Type: CONSTRAINT; Schema: product; Owner: -
--

ALTER TABLE ONLY product.stock_adjustments
    ADD CONSTRAINT stock_adjustments_pkey PRIMARY KEY (id);


--
-- Name: idempotent_requests_by_age; Type: INDEX; Schema: product; Owner: -
--

CREATE INDEX idempotent_requests_by_age ON product.idempotent_requests USING btree (created_at);


--
-- Name: products_by_category; Type: INDEX; Schema: product; Owner: -
--

CREATE INDEX products_by_category ON product.products USING btree (category, id);


--
-- Name: products_by_words; Type: INDEX; Schema: product; Owner: -
--

CREATE INDEX products_by_words ON product.products USING gin (array_to_tsvector(product.words((((name)::text || ' '::text) || (description)::text))));


--
-- Name: stock_adjustments_by_product; Type: INDEX; Schema: product; Owner: -
--

CREATE INDEX stock_adjustments_by_product ON product.stock_adjustments USING btree (product_id, id);


--
-- Name: stock_adjustments stock_adjustments_product_id_fkey; Type: FK CONSTRAINT; Schema: product; Owner: -
--

ALTER TABLE ONLY product.stock_adjustments
    ADD CONSTRAINT stock_adjustments_product_id_fkey FOREIGN KEY (product_id) REFERENCES product.products(id) ON DELETE RESTRICT;


--
-- PostgreSQL database dump complete
--


