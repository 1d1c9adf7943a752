-- The database of the monolith. Its password comes by the environment, so that no command line shows it.
\set name shopdb
\getenv password SHOPDB_PASSWORD
\ir database.sql
