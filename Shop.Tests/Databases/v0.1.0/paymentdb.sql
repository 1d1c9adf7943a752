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
-- Name: gateway; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA gateway;


--
-- Name: payment; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA payment;


--
-- Name: perform(text, uuid, text, numeric, text, text, integer, text, timestamp with time zone); Type: FUNCTION; Schema: gateway; Owner: -
--

CREATE FUNCTION gateway.perform(wanted_key text, wanted_order uuid, wanted_kind text, wanted_amount numeric, wanted_currency text, wanted_method text, failures integer, wanted_outcome text, at timestamp with time zone) RETURNS TABLE(outcome text, attempts integer)
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_variable
DECLARE
    seed CONSTANT bigint := 7311; -- keeps the keys apart from those of other modules in the same database
    operation gateway.operations%ROWTYPE;
    authorized numeric; captured numeric; refunded numeric; voided boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(uuid_hash_extended(wanted_order, seed));
    INSERT INTO gateway.operations AS o (key, order_id, kind, amount, currency, method, attempts, asked_at)
    VALUES (wanted_key, wanted_order, wanted_kind, wanted_amount, wanted_currency, wanted_method, 1, at)
    ON CONFLICT (key) DO UPDATE SET attempts = o.attempts + 1
    RETURNING o.* INTO operation;
    attempts := operation.attempts;

    IF (operation.amount, operation.currency, operation.method) <> (wanted_amount, wanted_currency, wanted_method) THEN
        outcome := 'key-reused';
    ELSIF operation.outcome IS NOT NULL THEN
        outcome := operation.outcome;
    ELSIF operation.attempts > failures THEN
        SELECT coalesce(sum(o.amount) FILTER (WHERE o.kind = 'authorize'), 0), coalesce(sum(o.amount) FILTER (WHERE o.kind = 'capture'), 0),
               coalesce(sum(o.amount) FILTER (WHERE o.kind = 'refund'), 0), coalesce(bool_or(o.kind = 'void'), false)
        INTO authorized, captured, refunded, voided
        FROM gateway.operations AS o
        WHERE o.order_id = wanted_order AND o.outcome = 'approved';
        outcome := CASE
            WHEN wanted_kind = 'authorize' AND voided
              OR wanted_kind = 'capture' AND (voided OR captured + wanted_amount > authorized)
              OR wanted_kind = 'void' AND captured > 0
              OR wanted_kind = 'refund' AND refunded + wanted_amount > captured THEN 'refused'
            ELSE wanted_outcome
        END;
        UPDATE gateway.operations AS o SET outcome = outcome WHERE o.key = wanted_key;
    END IF;
    RETURN NEXT;
END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: ledger_entries; Type: TABLE; Schema: payment; Owner: -
--

CREATE TABLE payment.ledger_entries (
    id bigint NOT NULL,
    order_id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    reference character varying(100) NOT NULL,
    debit_account character varying(20) NOT NULL,
    credit_account character varying(20) NOT NULL,
    amount numeric(18,2) NOT NULL,
    currency character varying(3) NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    CONSTRAINT accounts_fit_the_kind CHECK (((((((kind)::text = 'authorize'::text) AND ((debit_account)::text = 'customer'::text) AND ((credit_account)::text = 'authorized'::text)) OR (((kind)::text = 'capture'::text) AND ((debit_account)::text = 'authorized'::text) AND ((credit_account)::text = 'merchant'::text))) OR (((kind)::text = 'void'::text) AND ((debit_account)::text = 'authorized'::text) AND ((credit_account)::text = 'customer'::text))) OR (((kind)::text = 'refund'::text) AND ((debit_account)::text = 'merchant'::text) AND ((credit_account)::text = 'customer'::text)))),
    CONSTRAINT amount_moves CHECK ((amount > (0)::numeric)),
    CONSTRAINT only_refunds_have_a_reference CHECK ((((kind)::text = 'refund'::text) = ((reference)::text <> ''::text)))
);


--
-- Name: payments; Type: TABLE; Schema: payment; Owner: -
--

CREATE TABLE payment.payments (
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    payment_date timestamp with time zone NOT NULL,
    amount numeric(18,2) NOT NULL,
    currency character varying(3) NOT NULL,
    method character varying(50) NOT NULL,
    decline_reason character varying(50),
    settlement character varying(10),
    listed_as character varying(20) DEFAULT 'Pending'::character varying NOT NULL,
    CONSTRAINT a_declined_one_has_nothing_to_settle CHECK (((decline_reason IS NULL) OR (settlement IS NULL))),
    CONSTRAINT amount_is_positive CHECK (((amount > (0)::numeric) OR ((amount = (0)::numeric) AND ((settlement)::text = 'void'::text)))),
    CONSTRAINT settlement_is_known CHECK (((settlement)::text = ANY ((ARRAY['capture'::character varying, 'void'::character varying])::text[])))
);


--
-- Name: statements; Type: VIEW; Schema: payment; Owner: -
--

CREATE VIEW payment.statements AS
 SELECT p.id,
    p.order_id,
    p.payment_date,
    p.amount,
    p.currency,
    p.method,
    p.decline_reason,
    p.settlement,
    (m.captured)::numeric(18,2) AS captured,
    (m.refunded)::numeric(18,2) AS refunded,
        CASE
            WHEN (p.decline_reason IS NOT NULL) THEN 'Declined'::text
            WHEN ((m.authorized = (0)::numeric) AND (p.settlement IS NULL)) THEN 'Pending'::text
            WHEN (m.authorized = m.voided) THEN 'Voided'::text
            WHEN (m.captured = (0)::numeric) THEN 'Authorized'::text
            WHEN (m.refunded = (0)::numeric) THEN 'Captured'::text
            WHEN (m.refunded < m.captured) THEN 'PartiallyRefunded'::text
            ELSE 'Refunded'::text
        END AS status,
    (m.voided)::numeric(18,2) AS voided,
    p.listed_as
   FROM (payment.payments p
     CROSS JOIN LATERAL ( SELECT COALESCE(sum(e.amount) FILTER (WHERE ((e.kind)::text = 'authorize'::text)), (0)::numeric) AS authorized,
            COALESCE(sum(e.amount) FILTER (WHERE ((e.kind)::text = 'void'::text)), (0)::numeric) AS voided,
            COALESCE(sum(e.amount) FILTER (WHERE ((e.kind)::text = 'capture'::text)), (0)::numeric) AS captured,
            COALESCE(sum(e.amount) FILTER (WHERE ((e.kind)::text = 'refund'::text)), (0)::numeric) AS refunded
           FROM payment.ledger_entries e
          WHERE (e.order_id = p.order_id)) m);


--
-- Name: answer_authorization(uuid, text, timestamp with time zone); Type: FUNCTION; Schema: payment; Owner: -
--

CREATE FUNCTION payment.answer_authorization(wanted_order uuid, reason text, at timestamp with time zone) RETURNS SETOF payment.statements
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM 1 FROM payment.payments AS p WHERE p.order_id = wanted_order FOR UPDATE;
    IF EXISTS (SELECT 1 FROM payment.statements AS s WHERE s.order_id = wanted_order AND s.status = 'Pending') THEN
        UPDATE payment.payments AS p SET decline_reason = reason WHERE p.order_id = wanted_order AND reason IS NOT NULL;
        INSERT INTO payment.ledger_entries (order_id, kind, reference, debit_account, credit_account, amount, currency, entered_at)
        SELECT p.order_id, 'authorize', '', 'customer', 'authorized', p.amount, p.currency, at
        FROM payment.payments AS p WHERE p.order_id = wanted_order AND reason IS NULL;
    END IF;
    DELETE FROM payment.gateway_requests AS r WHERE r.order_id = wanted_order AND r.kind = 'authorize';
    RETURN QUERY SELECT s.* FROM payment.note_status(wanted_order) AS s;
END $$;


--
-- Name: authorize(uuid[], uuid[], numeric[], text[], text[], text[], text[], timestamp with time zone); Type: FUNCTION; Schema: payment; Owner: -
--

CREATE FUNCTION payment.authorize(ids uuid[], order_ids uuid[], amounts numeric[], currencies text[], methods text[], decline_reasons text[], gateway_keys text[], at timestamp with time zone) RETURNS SETOF payment.statements
    LANGUAGE plpgsql
    AS $$
DECLARE
    added uuid[];
BEGIN
    WITH asked AS (
        SELECT * FROM unnest(ids, order_ids, amounts, currencies, methods, decline_reasons, gateway_keys)
            AS a (id, order_id, amount, currency, method, decline_reason, gateway_key)),
    paid AS (
        INSERT INTO payment.payments (id, order_id, payment_date, amount, currency, method, decline_reason, listed_as)
        SELECT a.id, a.order_id, at, a.amount, a.currency, a.method, a.decline_reason,
               CASE WHEN a.decline_reason IS NULL THEN 'Authorized' ELSE 'Declined' END
        FROM asked AS a ORDER BY a.order_id
        ON CONFLICT (order_id) DO NOTHING
        RETURNING order_id),
    entered AS (
        INSERT INTO payment.ledger_entries (order_id, kind, reference, debit_account, credit_account, amount, currency, entered_at)
        SELECT a.order_id, 'authorize', '', 'customer', 'authorized', a.amount, a.currency, at
        FROM asked AS a JOIN paid USING (order_id)
        WHERE a.decline_reason IS NULL),
    recorded AS (
        INSERT INTO gateway.operations (key, order_id, kind, amount, currency, method, outcome, attempts, asked_at)
        SELECT a.gateway_key, a.order_id, 'authorize', a.amount, a.currency, a.method, coalesce(a.decline_reason, 'approved'), 1, at
        FROM asked AS a JOIN paid USING (order_id)
        WHERE a.gateway_key IS NOT NULL)
    SELECT array_agg(paid.order_id) INTO added FROM paid;

    IF coalesce(cardinality(added), 0) < cardinality(order_ids) THEN
        RETURN QUERY
            SELECT s.* FROM payment.statements AS s
            WHERE s.order_id = ANY (order_ids) AND (added IS NULL OR NOT s.order_id = ANY (added));
    END IF;
END $$;


--
-- Name: enter(uuid, text, text, numeric, timestamp with time zone); Type: FUNCTION; Schema: payment; Owner: -
--

CREATE FUNCTION payment.enter(wanted_order uuid, movement text, wanted_reference text, moved numeric, at timestamp with time zone) RETURNS SETOF payment.statements
    LANGUAGE plpgsql
    AS $$
BEGIN
    -- First the lock, then the look: an entry that another request is making right now is then seen.
    PERFORM 1 FROM payment.payments AS p WHERE p.order_id = wanted_order FOR UPDATE;
    INSERT INTO payment.ledger_entries (order_id, kind, reference, debit_account, credit_account, amount, currency, entered_at)
    SELECT wanted_order, movement, wanted_reference,
           CASE movement WHEN 'refund' THEN 'merchant' ELSE 'authorized' END,
           CASE movement WHEN 'capture' THEN 'merchant' ELSE 'customer' END,
           moved, p.currency, at
    FROM payment.payments AS p
    WHERE p.order_id = wanted_order AND NOT EXISTS (
        SELECT 1 FROM payment.ledger_entries AS e
        WHERE e.order_id = wanted_order AND e.kind = movement AND e.reference = wanted_reference)
      AND (movement <> 'void' OR EXISTS (
        SELECT 1 FROM payment.ledger_entries AS e WHERE e.order_id = wanted_order AND e.kind = 'authorize'));
    DELETE FROM payment.gateway_requests AS r
    WHERE r.order_id = wanted_order AND r.kind = movement AND r.reference = wanted_reference;
    RETURN QUERY SELECT s.* FROM payment.note_status(wanted_order) AS s;
END $$;


--
-- Name: note_status(uuid); Type: FUNCTION; Schema: payment; Owner: -
--

CREATE FUNCTION payment.note_status(wanted_order uuid) RETURNS SETOF payment.statements
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE payment.payments AS p SET listed_as = s.status
    FROM payment.statements AS s WHERE s.order_id = wanted_order AND p.order_id = wanted_order AND p.listed_as <> s.status;
    RETURN QUERY SELECT s.* FROM payment.statements AS s WHERE s.order_id = wanted_order;
END $$;


--
-- Name: refuse_change(); Type: FUNCTION; Schema: payment; Owner: -
--

CREATE FUNCTION payment.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is only ever added to' USING ERRCODE = 'restrict_violation';
END $$;


--
-- Name: refuse_overdraft(); Type: FUNCTION; Schema: payment; Owner: -
--

CREATE FUNCTION payment.refuse_overdraft() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    authorized numeric; voided numeric; captured numeric; refunded numeric;
BEGIN
    PERFORM 1 FROM payment.payments AS p WHERE p.order_id = NEW.order_id FOR UPDATE;
    SELECT coalesce(sum(e.amount) FILTER (WHERE e.kind = 'authorize'), 0),
           coalesce(sum(e.amount) FILTER (WHERE e.kind = 'void'), 0),
           coalesce(sum(e.amount) FILTER (WHERE e.kind = 'capture'), 0),
           coalesce(sum(e.amount) FILTER (WHERE e.kind = 'refund'), 0)
    INTO authorized, voided, captured, refunded
    FROM payment.ledger_entries AS e
    WHERE e.order_id = NEW.order_id AND e.currency = NEW.currency;

    IF NEW.kind IN ('capture', 'void') AND NEW.amount > authorized - voided - captured
       OR NEW.kind = 'refund' AND NEW.amount > captured - refunded THEN
        RAISE EXCEPTION 'order % has no % % to %', NEW.order_id, NEW.amount, NEW.currency, NEW.kind USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;


--
-- Name: refuse_refund(uuid, text, timestamp with time zone); Type: FUNCTION; Schema: payment; Owner: -
--

CREATE FUNCTION payment.refuse_refund(wanted_order uuid, wanted_refund text, at timestamp with time zone) RETURNS SETOF payment.statements
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM 1 FROM payment.payments AS p WHERE p.order_id = wanted_order FOR UPDATE;
    UPDATE payment.refunds AS r SET refused_at = at
    WHERE r.order_id = wanted_order AND r.refund_id = wanted_refund AND r.refused_at IS NULL;
    DELETE FROM payment.gateway_requests AS q WHERE q.order_id = wanted_order AND q.kind = 'refund' AND q.reference = wanted_refund;
    RETURN QUERY SELECT s.* FROM payment.statements AS s WHERE s.order_id = wanted_order;
END $$;


--
-- Name: request_authorization(uuid, uuid, numeric, text, text, timestamp with time zone, interval); Type: FUNCTION; Schema: payment; Owner: -
--

CREATE FUNCTION payment.request_authorization(new_id uuid, wanted_order uuid, wanted_amount numeric, wanted_currency text, wanted_method text, at timestamp with time zone, grace interval) RETURNS SETOF payment.statements
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO payment.payments (id, order_id, payment_date, amount, currency, method)
    VALUES (new_id, wanted_order, at, wanted_amount, wanted_currency, wanted_method)
    ON CONFLICT (order_id) DO NOTHING;
    IF FOUND THEN
        INSERT INTO payment.gateway_requests (order_id, kind, reference, amount, currency, method, due_at)
        VALUES (wanted_order, 'authorize', '', wanted_amount, wanted_currency, wanted_method, now() + grace);
    ELSE
        UPDATE payment.gateway_requests AS r SET due_at = now() + grace WHERE r.order_id = wanted_order AND r.kind = 'authorize';
    END IF;
    RETURN QUERY SELECT s.* FROM payment.statements AS s WHERE s.order_id = wanted_order;
END $$;


--
-- Name: request_refund(uuid, text, numeric, timestamp with time zone, interval); Type: FUNCTION; Schema: payment; Owner: -
--

CREATE FUNCTION payment.request_refund(wanted_order uuid, wanted_refund text, wanted_amount numeric, at timestamp with time zone, grace interval) RETURNS TABLE(outcome text, refund_id text, amount numeric, currency text, method text)
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_variable
DECLARE
    captured numeric; remaining numeric; whole boolean;
BEGIN
    SELECT p.currency, p.method INTO currency, method FROM payment.payments AS p WHERE p.order_id = wanted_order FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    IF wanted_refund IS NULL THEN
        -- What is set aside and not back yet comes first, whoever asked for it: until then money is owed.
        SELECT r.refund_id, r.amount, 'requested', true INTO refund_id, amount, outcome, whole
        FROM payment.refunds AS r
        WHERE r.order_id = wanted_order AND r.refused_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM payment.ledger_entries AS e WHERE e.order_id = r.order_id AND e.kind = 'refund' AND e.reference = r.refund_id)
        ORDER BY r.requested_at, r.refund_id LIMIT 1;
    ELSE
        SELECT r.refund_id, r.amount, r.of_rest,
               CASE WHEN r.refused_at IS NOT NULL THEN 'refused' WHEN e.id IS NULL THEN 'requested' ELSE 'entered' END
        INTO refund_id, amount, whole, outcome
        FROM payment.refunds AS r
        LEFT JOIN payment.ledger_entries AS e ON e.order_id = r.order_id AND e.kind = 'refund' AND e.reference = r.refund_id
        WHERE r.order_id = wanted_order AND r.refund_id = wanted_refund;
        IF wanted_amount <> amount OR wanted_amount IS NULL AND NOT whole THEN
            outcome := 'other';
        END IF;
    END IF;

    IF outcome IS NULL THEN
        SELECT coalesce(sum(e.amount), 0) INTO captured FROM payment.ledger_entries AS e
        WHERE e.order_id = wanted_order AND e.kind = 'capture';
        SELECT captured - coalesce(sum(r.amount) FILTER (WHERE r.refused_at IS NULL), 0),
               coalesce(wanted_refund, '#rest-' || (1 + count(*) FILTER (WHERE starts_with(r.refund_id, '#rest-'))))
        INTO remaining, refund_id
        FROM payment.refunds AS r WHERE r.order_id = wanted_order;
        amount := coalesce(wanted_amount, remaining);
        IF captured = 0 THEN
            outcome := CASE WHEN EXISTS (
                SELECT 1 FROM payment.gateway_requests AS q WHERE q.order_id = wanted_order AND q.kind = 'capture') THEN 'pending' ELSE 'closed' END;
        ELSIF wanted_refund IS NULL AND remaining = 0 THEN
            outcome := 'entered';
        ELSIF amount > remaining OR remaining = 0 THEN
            outcome := 'exceeds';
            amount := remaining;
        ELSE
            outcome := 'requested';
            INSERT INTO payment.refunds (order_id, refund_id, amount, requested_at, of_rest)
            VALUES (wanted_order, refund_id, amount, at, wanted_amount IS NULL);
        END IF;
    END IF;

    IF outcome = 'requested' THEN
        INSERT INTO payment.gateway_requests AS q (order_id, kind, reference, amount, currency, method, due_at)
        VALUES (wanted_order, 'refund', refund_id, amount, currency, method, now() + grace)
        ON CONFLICT (order_id, kind, reference) DO UPDATE SET due_at = excluded.due_at;
    END IF;
    RETURN NEXT;
END $$;


--
-- Name: settle(uuid, text, uuid, timestamp with time zone, interval); Type: FUNCTION; Schema: payment; Owner: -
--

CREATE FUNCTION payment.settle(wanted_order uuid, wanted_settlement text, tombstone_id uuid, at timestamp with time zone, grace interval) RETURNS SETOF payment.statements
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF wanted_settlement = 'void' THEN
        INSERT INTO payment.payments (id, order_id, payment_date, amount, currency, method, settlement)
        VALUES (tombstone_id, wanted_order, at, 0, 'EUR', '', 'void')
        ON CONFLICT (order_id) DO NOTHING;
    END IF;
    -- First the lock, then the look: an entry that another request is making right now is then seen.
    PERFORM 1 FROM payment.payments AS p WHERE p.order_id = wanted_order FOR UPDATE;
    -- An authorization that the gateway has not answered yet can be voided, and not captured.
    UPDATE payment.payments AS p SET settlement = wanted_settlement
    WHERE p.order_id = wanted_order AND p.settlement IS NULL AND p.decline_reason IS NULL
      AND (wanted_settlement = 'void' OR EXISTS (
        SELECT 1 FROM payment.ledger_entries AS e WHERE e.order_id = wanted_order AND e.kind = 'authorize'));
    INSERT INTO payment.gateway_requests AS r (order_id, kind, reference, amount, currency, method, due_at)
    SELECT p.order_id, wanted_settlement, '', p.amount, p.currency, p.method, now() + grace
    FROM payment.payments AS p
    WHERE p.order_id = wanted_order AND p.settlement = wanted_settlement AND NOT EXISTS (
        SELECT 1 FROM payment.ledger_entries AS e WHERE e.order_id = wanted_order AND e.kind = wanted_settlement)
    ON CONFLICT (order_id, kind, reference) DO UPDATE SET due_at = excluded.due_at;
    -- After the void the gateway refuses the authorization, or lets go what it has held: its answer no longer matters.
    DELETE FROM payment.gateway_requests AS r USING payment.payments AS p
    WHERE r.order_id = wanted_order AND r.kind = 'authorize' AND p.order_id = wanted_order AND p.settlement = 'void';
    RETURN QUERY SELECT s.* FROM payment.note_status(wanted_order) AS s;
END $$;


--
-- Name: operations; Type: TABLE; Schema: gateway; Owner: -
--

CREATE TABLE gateway.operations (
    key character varying(200) NOT NULL,
    order_id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    amount numeric(18,2) NOT NULL,
    currency character varying(3) NOT NULL,
    method character varying(50) NOT NULL,
    outcome character varying(20),
    attempts integer NOT NULL,
    asked_at timestamp with time zone NOT NULL
);


--
-- Name: balances; Type: VIEW; Schema: payment; Owner: -
--

CREATE VIEW payment.balances AS
 SELECT sides.account,
    sides.currency,
    sum(sides.amount) AS balance
   FROM ( SELECT ledger_entries.credit_account AS account,
            ledger_entries.currency,
            ledger_entries.amount
           FROM payment.ledger_entries
        UNION ALL
         SELECT ledger_entries.debit_account,
            ledger_entries.currency,
            (- ledger_entries.amount)
           FROM payment.ledger_entries) sides
  GROUP BY sides.account, sides.currency;


--
-- Name: gateway_requests; Type: TABLE; Schema: payment; Owner: -
--

CREATE TABLE payment.gateway_requests (
    order_id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    reference character varying(100) NOT NULL,
    amount numeric(18,2) NOT NULL,
    currency character varying(3) NOT NULL,
    method character varying(50) NOT NULL,
    asked_at timestamp with time zone DEFAULT now() NOT NULL,
    due_at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL
);


--
-- Name: ledger_entries_id_seq; Type: SEQUENCE; Schema: payment; Owner: -
--

ALTER TABLE payment.ledger_entries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME payment.ledger_entries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: migrations; Type: TABLE; Schema: payment; Owner: -
--

CREATE TABLE payment.migrations (
    id text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: refunds; Type: TABLE; Schema: payment; Owner: -
--

CREATE TABLE payment.refunds (
    order_id uuid NOT NULL,
    refund_id character varying(100) NOT NULL,
    amount numeric(18,2) NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    of_rest boolean NOT NULL,
    refused_at timestamp with time zone,
    CONSTRAINT refund_is_positive CHECK ((amount > (0)::numeric))
);


--
-- Data for Name: operations; Type: TABLE DATA; Schema: gateway; Owner: -
--

INSERT INTO gateway.operations VALUES ('01a2152f-db91-7062-8627-83fc93e34950:authorize', '01a2152f-db91-7062-8627-83fc93e34950', 'authorize', 62.30, 'EUR', 'approve', 'approved', 1, '2026-11-26 00:09:48.460705+00');
INSERT INTO gateway.operations VALUES ('01a2152f-e02e-750c-bd7a-445f7a1f712f:authorize', '01a2152f-e02e-750c-bd7a-445f7a1f712f', 'authorize', 12.50, 'EUR', 'approve', 'approved', 1, '2026-11-26 00:09:48.935672+00');
INSERT INTO gateway.operations VALUES ('01a2152f-e02e-750c-bd7a-445f7a1f712f:capture', '01a2152f-e02e-750c-bd7a-445f7a1f712f', 'capture', 12.50, 'EUR', 'approve', 'approved', 1, '2026-11-26 00:09:51.983578+00');
INSERT INTO gateway.operations VALUES ('01a2152f-ecb5-7049-8918-b273b76f08f0:authorize', '01a2152f-ecb5-7049-8918-b273b76f08f0', 'authorize', 19.60, 'EUR', 'approve', 'approved', 1, '2026-11-26 00:09:52.067598+00');
INSERT INTO gateway.operations VALUES ('01a2152f-ecb5-7049-8918-b273b76f08f0:capture', '01a2152f-ecb5-7049-8918-b273b76f08f0', 'capture', 19.60, 'EUR', 'approve', 'approved', 1, '2026-11-26 00:09:52.424462+00');
INSERT INTO gateway.operations VALUES ('01a2152f-ecb5-7049-8918-b273b76f08f0:refund:refund', '01a2152f-ecb5-7049-8918-b273b76f08f0', 'refund', 19.60, 'EUR', 'approve', 'approved', 1, '2026-11-26 00:09:52.482567+00');
INSERT INTO gateway.operations VALUES ('01a2152f-ee85-7fb1-9d8d-cc9f92c6a01c:authorize', '01a2152f-ee85-7fb1-9d8d-cc9f92c6a01c', 'authorize', 24.90, 'EUR', 'approve', 'approved', 1, '2026-11-26 00:09:52.560194+00');
INSERT INTO gateway.operations VALUES ('01a2152f-ee85-7fb1-9d8d-cc9f92c6a01c:void', '01a2152f-ee85-7fb1-9d8d-cc9f92c6a01c', 'void', 24.90, 'EUR', 'approve', 'approved', 1, '2026-11-26 00:09:52.840634+00');
INSERT INTO gateway.operations VALUES ('01a2152f-efe0-7133-86f9-a2ccc3dc73f6:authorize', '01a2152f-efe0-7133-86f9-a2ccc3dc73f6', 'authorize', 24.90, 'EUR', 'decline', 'declined', 1, '2026-11-26 00:09:52.872012+00');


--
-- Data for Name: gateway_requests; Type: TABLE DATA; Schema: payment; Owner: -
--



--
-- Data for Name: ledger_entries; Type: TABLE DATA; Schema: payment; Owner: -
--

INSERT INTO payment.ledger_entries OVERRIDING SYSTEM VALUE VALUES (13, '01a2152f-db91-7062-8627-83fc93e34950', 'authorize', '', 'customer', 'authorized', 62.30, 'EUR', '2026-11-26 00:09:48.460705+00');
INSERT INTO payment.ledger_entries OVERRIDING SYSTEM VALUE VALUES (14, '01a2152f-e02e-750c-bd7a-445f7a1f712f', 'authorize', '', 'customer', 'authorized', 12.50, 'EUR', '2026-11-26 00:09:48.935672+00');
INSERT INTO payment.ledger_entries OVERRIDING SYSTEM VALUE VALUES (15, '01a2152f-e02e-750c-bd7a-445f7a1f712f', 'capture', '', 'authorized', 'merchant', 12.50, 'EUR', '2026-11-26 00:09:52.002636+00');
INSERT INTO payment.ledger_entries OVERRIDING SYSTEM VALUE VALUES (16, '01a2152f-ecb5-7049-8918-b273b76f08f0', 'authorize', '', 'customer', 'authorized', 19.60, 'EUR', '2026-11-26 00:09:52.067598+00');
INSERT INTO payment.ledger_entries OVERRIDING SYSTEM VALUE VALUES (17, '01a2152f-ecb5-7049-8918-b273b76f08f0', 'capture', '', 'authorized', 'merchant', 19.60, 'EUR', '2026-11-26 00:09:52.426748+00');
INSERT INTO payment.ledger_entries OVERRIDING SYSTEM VALUE VALUES (18, '01a2152f-ecb5-7049-8918-b273b76f08f0', 'refund', 'refund', 'merchant', 'customer', 19.60, 'EUR', '2026-11-26 00:09:52.486448+00');
INSERT INTO payment.ledger_entries OVERRIDING SYSTEM VALUE VALUES (19, '01a2152f-ee85-7fb1-9d8d-cc9f92c6a01c', 'authorize', '', 'customer', 'authorized', 24.90, 'EUR', '2026-11-26 00:09:52.560194+00');
INSERT INTO payment.ledger_entries OVERRIDING SYSTEM VALUE VALUES (20, '01a2152f-ee85-7fb1-9d8d-cc9f92c6a01c', 'void', '', 'authorized', 'customer', 24.90, 'EUR', '2026-11-26 00:09:52.841434+00');


--
-- Data for Name: migrations; Type: TABLE DATA; Schema: payment; Owner: -
--

INSERT INTO payment.migrations VALUES ('0001_Initial', '2026-11-26 00:09:43.885869+00');


--
-- Data for Name: payments; Type: TABLE DATA; Schema: payment; Owner: -
--

INSERT INTO payment.payments VALUES ('01a2152f-deac-7d62-aab4-46748c98790e', '01a2152f-db91-7062-8627-83fc93e34950', '2026-11-26 00:09:48.460705+00', 62.30, 'EUR', 'approve', NULL, NULL, 'Authorized');
INSERT INTO payment.payments VALUES ('01a2152f-e087-75fe-9f6b-5f601ac1d8cc', '01a2152f-e02e-750c-bd7a-445f7a1f712f', '2026-11-26 00:09:48.935672+00', 12.50, 'EUR', 'approve', NULL, 'capture', 'Captured');
INSERT INTO payment.payments VALUES ('01a2152f-ecc3-7219-8147-3240c8d16179', '01a2152f-ecb5-7049-8918-b273b76f08f0', '2026-11-26 00:09:52.067598+00', 19.60, 'EUR', 'approve', NULL, 'capture', 'Refunded');
INSERT INTO payment.payments VALUES ('01a2152f-eeb0-76c9-b93e-9ad959f1f332', '01a2152f-ee85-7fb1-9d8d-cc9f92c6a01c', '2026-11-26 00:09:52.560194+00', 24.90, 'EUR', 'approve', NULL, 'void', 'Voided');
INSERT INTO payment.payments VALUES ('01a2152f-efe8-7bb1-b148-b4df69adb89b', '01a2152f-efe0-7133-86f9-a2ccc3dc73f6', '2026-11-26 00:09:52.872012+00', 24.90, 'EUR', 'decline', 'declined', NULL, 'Declined');


--
-- Data for Name: refunds; Type: TABLE DATA; Schema: payment; Owner: -
--

INSERT INTO payment.refunds VALUES ('01a2152f-ecb5-7049-8918-b273b76f08f0', 'refund', 19.60, '2026-11-26 00:09:52.4696+00', true, NULL);


--
-- Name: ledger_entries_id_seq; Type: SEQUENCE SET; Schema: payment; Owner: -
--

SELECT pg_catalog.setval('payment.ledger_entries_id_seq', 20, true);


--
-- Name: operations operations_pkey; Type: CONSTRAINT; Schema: gateway; Owner: -
--

ALTER TABLE ONLY gateway.operations
    ADD CONSTRAINT operations_pkey PRIMARY KEY (key);


--
-- Name: gateway_requests gateway_requests_pkey; Type: CONSTRAINT; Schema: payment; Owner: -
--

ALTER TABLE ONLY payment.gateway_requests
    ADD CONSTRAINT gateway_requests_pkey PRIMARY KEY (order_id, kind, reference);


--
-- Name: ledger_entries ledger_entries_pkey; Type: CONSTRAINT; Schema: payment; Owner: -
--

ALTER TABLE ONLY payment.ledger_entries
    ADD CONSTRAINT ledger_entries_pkey PRIMARY KEY (id);


--
-- Name: migrations migrations_pkey; Type: CONSTRAINT; Schema: payment; Owner: -
--

ALTER TABLE ONLY payment.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (id);


--
-- Name: payments payments_order_id_key; Type: CONSTRAINT; Schema: payment; Owner: -
--

ALTER TABLE ONLY payment.payments
    ADD CONSTRAINT payments_order_id_key UNIQUE (order_id);


--
-- Name: payments payments_pkey; Type: CONSTRAINT; Schema: payment; Owner: -
--

ALTER TABLE ONLY payment.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (id);


--
-- Name: refunds refunds_pkey; Type: CONSTRAINT; Schema: payment; Owner: -
--

ALTER TABLE ONLY payment.refunds
    ADD CONSTRAINT refunds_pkey PRIMARY KEY (order_id, refund_id);


--
-- Name: operations_by_order; Type: INDEX; Schema: gateway; Owner: -
--

CREATE INDEX operations_by_order ON gateway.operations USING btree (order_id);


--
-- Name: a_movement_is_entered_once; Type: INDEX; Schema: payment; Owner: -
--

CREATE UNIQUE INDEX a_movement_is_entered_once ON payment.ledger_entries USING btree (order_id, kind, reference);


--
-- Name: gateway_requests_due; Type: INDEX; Schema: payment; Owner: -
--

CREATE INDEX gateway_requests_due ON payment.gateway_requests USING btree (due_at);


--
-- Name: payments_by_status; Type: INDEX; Schema: payment; Owner: -
--

CREATE INDEX payments_by_status ON payment.payments USING btree (listed_as, id);


--
-- Name: ledger_entries entries_are_covered; Type: TRIGGER; Schema: payment; Owner: -
--

CREATE TRIGGER entries_are_covered BEFORE INSERT ON payment.ledger_entries FOR EACH ROW WHEN (((new.kind)::text <> 'authorize'::text)) EXECUTE FUNCTION payment.refuse_overdraft();


--
-- Name: ledger_entries entries_stay; Type: TRIGGER; Schema: payment; Owner: -
--

CREATE TRIGGER entries_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON payment.ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION payment.refuse_change();


--
-- Name: gateway_requests gateway_requests_order_id_fkey; Type: FK CONSTRAINT; Schema: payment; Owner: -
--

ALTER TABLE ONLY payment.gateway_requests
    ADD CONSTRAINT gateway_requests_order_id_fkey FOREIGN KEY (order_id) REFERENCES payment.payments(order_id) ON DELETE RESTRICT;


--
-- Name: ledger_entries ledger_entries_order_id_fkey; Type: FK CONSTRAINT; Schema: payment; Owner: -
--

ALTER TABLE ONLY payment.ledger_entries
    ADD CONSTRAINT ledger_entries_order_id_fkey FOREIGN KEY (order_id) REFERENCES payment.payments(order_id) ON DELETE RESTRICT;


--
-- Name: refunds refunds_order_id_fkey; Type: FK CONSTRAINT; Schema: payment; Owner: -
--

ALTER TABLE ONLY payment.refunds
    ADD CONSTRAINT refunds_order_id_fkey FOREIGN KEY (order_id) REFERENCES payment.payments(order_id) ON DELETE RESTRICT;


--
-- PostgreSQL database dump complete
--


