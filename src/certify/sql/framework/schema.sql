-- Everything of the certification lives in one schema. Not CREATE SCHEMA IF NOT EXISTS, which asks for CREATE on the
-- database even where the schema exists.
DO $schema$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'audit') THEN
    CREATE SCHEMA audit;
  END IF;
END
$schema$;

-- A role that could create something here could put it before ours.
REVOKE CREATE ON SCHEMA audit FROM PUBLIC;
