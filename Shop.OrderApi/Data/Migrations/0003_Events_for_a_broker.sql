-- Where events go to a broker as well: when the relay handed one to every publisher in the database. It is published when the broker has it
-- too. Where there is no broker, both are one step, and this stays empty.
ALTER TABLE orders.events ADD COLUMN handed_at timestamptz;
