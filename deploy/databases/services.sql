-- The databases of the services. Passwords come by the environment, so that no command line shows them.
\set name productdb
\getenv password PRODUCTDB_PASSWORD
\ir database.sql
\set name orderdb
\getenv password ORDERDB_PASSWORD
\ir database.sql
\set name paymentdb
\getenv password PAYMENTDB_PASSWORD
\ir database.sql
\set name webdb
\getenv password WEBDB_PASSWORD
\ir database.sql
