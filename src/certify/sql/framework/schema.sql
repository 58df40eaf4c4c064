-- Everything of the certification is in one schema. Not CREATE SCHEMA IF NOT EXISTS, which requires CREATE on the database
-- even where the schema exists. A schema that exists keeps its privileges.
DO $schema$
DECLARE
  v_is_new boolean := NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'audit');
BEGIN
  IF v_is_new THEN
    CREATE SCHEMA audit;
  END IF;
  CREATE TABLE IF NOT EXISTS audit.t0_installed (kind text, name text, detail text, PRIMARY KEY (kind, name));
  REVOKE ALL ON audit.t0_installed FROM PUBLIC;
  IF v_is_new THEN
    INSERT INTO audit.t0_installed (kind, name) VALUES ('schema', 'audit');
  END IF;
END
$schema$;
COMMENT ON TABLE audit.t0_installed IS
  'What the generated SQL has put into this schema, and what of somebody else it keeps aside; 99_uninstall.sql reads it.';
