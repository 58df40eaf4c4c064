-- All objects of the certification are in one schema. CREATE SCHEMA IF NOT EXISTS is not used: it requires CREATE on
-- the database even where the schema exists. An existing schema keeps its privileges.
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
  'What the generated SQL created or renamed in this schema; 99_uninstall.sql reads it.';
