-- What an order asked to be paid. How far that got is not kept here but in the ledger; payment.statements shows both together.
CREATE TABLE payment.payments (
    -- Version 7, so ids grow with time.
    id uuid PRIMARY KEY,
    order_id uuid NOT NULL UNIQUE,
    payment_date timestamptz NOT NULL,
    -- Zero where the order was voided before it asked for money.
    amount numeric(18, 2) NOT NULL,
    currency varchar(3) NOT NULL,
    method varchar(50) NOT NULL,
    decline_reason varchar(50),
    -- What was decided about the money that is held. The first decision stands; it is committed before the gateway is asked.
    settlement varchar(10) CONSTRAINT settlement_is_known CHECK (settlement IN ('capture', 'void')),
    -- Where payment.statements has it, for lists to find: noted in the transaction of each movement and decision.
    listed_as varchar(20) NOT NULL DEFAULT 'Pending',
    CONSTRAINT amount_is_positive CHECK (amount > 0 OR (amount = 0 AND settlement = 'void')),
    CONSTRAINT a_declined_one_has_nothing_to_settle CHECK (decline_reason IS NULL OR settlement IS NULL));

CREATE INDEX payments_by_status ON payment.payments (listed_as, id);

-- Every movement of money. An entry has a debit and a credit account and one amount, so debits equal credits whatever is entered.
-- A trigger refuses to change it and to move money that is not there.
CREATE TABLE payment.ledger_entries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id uuid NOT NULL REFERENCES payment.payments (order_id) ON DELETE RESTRICT,
    kind varchar(10) NOT NULL,
    -- Tells refunds of one order apart; empty for everything else, which an order has at most one of.
    reference varchar(100) NOT NULL,
    debit_account varchar(20) NOT NULL,
    credit_account varchar(20) NOT NULL,
    amount numeric(18, 2) NOT NULL CONSTRAINT amount_moves CHECK (amount > 0),
    currency varchar(3) NOT NULL,
    entered_at timestamptz NOT NULL,
    CONSTRAINT accounts_fit_the_kind CHECK ((kind, debit_account, credit_account) IN (
        ('authorize', 'customer', 'authorized'), ('capture', 'authorized', 'merchant'),
        ('void', 'authorized', 'customer'), ('refund', 'merchant', 'customer'))),
    CONSTRAINT only_refunds_have_a_reference CHECK ((kind = 'refund') = (reference <> '')));

CREATE UNIQUE INDEX a_movement_is_entered_once ON payment.ledger_entries (order_id, kind, reference);

-- Money that is to be given back: set aside here before the gateway is asked, so that no two refunds count on the same money. It
-- has been given back when the ledger says so.
CREATE TABLE payment.refunds (
    order_id uuid NOT NULL REFERENCES payment.payments (order_id) ON DELETE RESTRICT,
    refund_id varchar(100) NOT NULL,
    amount numeric(18, 2) NOT NULL CONSTRAINT refund_is_positive CHECK (amount > 0),
    requested_at timestamptz NOT NULL,
    -- Whether all that was left was asked for: the amount is then what that was at the time.
    of_rest boolean NOT NULL,
    -- When the gateway refused. What it was set aside for is then there for other refunds.
    refused_at timestamptz,
    PRIMARY KEY (order_id, refund_id));

-- What the gateway is being asked for and the ledger does not know the result of: written down before the gateway is asked, and
-- gone in the transaction that enters the result. What is left here after its due time was abandoned by a crash or a gateway that
-- is silent, and is asked for again under the same key.
CREATE TABLE payment.gateway_requests (
    order_id uuid NOT NULL REFERENCES payment.payments (order_id) ON DELETE RESTRICT,
    kind varchar(10) NOT NULL,
    reference varchar(100) NOT NULL,
    amount numeric(18, 2) NOT NULL,
    currency varchar(3) NOT NULL,
    method varchar(50) NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    PRIMARY KEY (order_id, kind, reference));

CREATE INDEX gateway_requests_due ON payment.gateway_requests (due_at);

-- The built-in gateway, which stands for a provider outside: nothing of the module refers to it, and whoever checks the module
-- finds there what was really charged.
CREATE SCHEMA gateway;

-- What it was asked to do and what it did, once for each idempotency key.
CREATE TABLE gateway.operations (
    key varchar(200) PRIMARY KEY,
    order_id uuid NOT NULL,
    kind varchar(10) NOT NULL,
    amount numeric(18, 2) NOT NULL,
    currency varchar(3) NOT NULL,
    method varchar(50) NOT NULL,
    -- approved, declined, insufficient-funds or refused; null while nothing was done.
    outcome varchar(20),
    attempts integer NOT NULL,
    asked_at timestamptz NOT NULL);

CREATE INDEX operations_by_order ON gateway.operations (order_id);

\ir Sql/statements.sql
\ir Sql/balances.sql
\ir Sql/ledger_rules.sql
\ir Sql/authorize.sql
\ir Sql/request_authorization.sql
\ir Sql/answer_authorization.sql
\ir Sql/settle.sql
\ir Sql/enter.sql
\ir Sql/request_refund.sql
\ir Sql/refuse_refund.sql
\ir Sql/gateway_perform.sql
