-- What the customer saw and agreed to, where they said so: an order that costs something else is not placed.
ALTER TABLE orders.orders ADD COLUMN expected_total numeric(18, 2);

-- Who asked for what the order is on its way to, and who for a change that it has made.
ALTER TABLE orders.orders ADD COLUMN actor text;
ALTER TABLE orders.events ADD COLUMN actor text;
