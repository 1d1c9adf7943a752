DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM pg_namespace WHERE nspname = 'payment') THEN
        CREATE SCHEMA payment;
    END IF;
END $EF$;
CREATE TABLE IF NOT EXISTS payment."__EFMigrationsHistory" (
    "MigrationId" character varying(150) NOT NULL,
    "ProductVersion" character varying(32) NOT NULL,
    CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY ("MigrationId")
);

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM pg_namespace WHERE nspname = 'payment') THEN
        CREATE SCHEMA payment;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM pg_namespace WHERE nspname = 'gateway') THEN
        CREATE SCHEMA gateway;
    END IF;
END $EF$;

CREATE TABLE gateway.operations (
    key character varying(200) NOT NULL,
    order_id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    amount numeric(18,2) NOT NULL,
    currency character varying(3) NOT NULL,
    method character varying(50) NOT NULL,
    outcome character varying(20),
    attempts integer NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    CONSTRAINT "PK_operations" PRIMARY KEY (key)
);

CREATE TABLE payment.payments (
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    payment_date timestamp with time zone NOT NULL,
    amount numeric(18,2) NOT NULL,
    currency character varying(3) NOT NULL,
    method character varying(50) NOT NULL,
    decline_reason character varying(50),
    settlement character varying(10),
    CONSTRAINT "PK_payments" PRIMARY KEY (id),
    CONSTRAINT "AK_payments_order_id" UNIQUE (order_id),
    CONSTRAINT a_declined_one_has_nothing_to_settle CHECK (decline_reason IS NULL OR settlement IS NULL),
    CONSTRAINT amount_is_positive CHECK (amount > 0 OR (amount = 0 AND settlement = 'void')),
    CONSTRAINT settlement_is_known CHECK (settlement IN ('capture', 'void'))
);

CREATE TABLE payment.ledger_entries (
    id bigint GENERATED ALWAYS AS IDENTITY,
    order_id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    reference character varying(100) NOT NULL,
    debit_account character varying(20) NOT NULL,
    credit_account character varying(20) NOT NULL,
    amount numeric(18,2) NOT NULL,
    currency character varying(3) NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    CONSTRAINT "PK_ledger_entries" PRIMARY KEY (id),
    CONSTRAINT accounts_fit_the_kind CHECK ((kind, debit_account, credit_account) IN (('authorize', 'customer', 'authorized'), ('capture', 'authorized', 'merchant'), ('void', 'authorized', 'customer'), ('refund', 'merchant', 'customer'))),
    CONSTRAINT amount_moves CHECK (amount > 0),
    CONSTRAINT only_refunds_have_a_reference CHECK ((kind = 'refund') = (reference <> '')),
    CONSTRAINT "FK_ledger_entries_payments_order_id" FOREIGN KEY (order_id) REFERENCES payment.payments (order_id) ON DELETE RESTRICT
);

CREATE TABLE payment.refunds (
    order_id uuid NOT NULL,
    refund_id character varying(100) NOT NULL,
    amount numeric(18,2) NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    CONSTRAINT "PK_refunds" PRIMARY KEY (order_id, refund_id),
    CONSTRAINT refund_is_positive CHECK (amount > 0),
    CONSTRAINT "FK_refunds_payments_order_id" FOREIGN KEY (order_id) REFERENCES payment.payments (order_id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX a_movement_is_entered_once ON payment.ledger_entries (order_id, kind, reference);

CREATE INDEX operations_by_order ON gateway.operations (order_id);

\ir Sql/statements.sql

\ir Sql/balances.sql

\ir Sql/ledger_rules.sql

\ir Sql/authorize.sql

\ir Sql/settle.sql

\ir Sql/enter.sql

\ir Sql/request_refund.sql

\ir Sql/gateway_perform.sql

INSERT INTO payment."__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261123090000_Initial', '10.0.15');
