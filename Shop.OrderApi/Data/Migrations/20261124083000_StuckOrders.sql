CREATE INDEX ix_orders_stuck ON orders.orders (id) WHERE step = 'Stuck';

INSERT INTO orders."__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261124083000_StuckOrders', '10.0.15');
