-- CREATE SCHEMA IF NOT EXISTS is not used: it requires CREATE on the database even where the schema exists.
DO $schema$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'audit') THEN
    CREATE SCHEMA audit;
  END IF;
END
$schema$;
