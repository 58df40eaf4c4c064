-- Three tables that the schema may already have, with rows of other stores. They are used as they are; further
-- columns are in tables of our own. A table that is created here is recorded, so that it can be told apart.
DO $tables$
DECLARE
  v_missing text[] := ARRAY(
    SELECT t.name
    FROM unnest(ARRAY['t0_cert_registry', 't0_viewdef_baseline', 't0_dataset_hash_baseline']) AS t (name)
    WHERE to_regclass('audit.' || t.name) IS NULL
  );
BEGIN
  INSERT INTO audit.t0_installed (kind, name)
  SELECT 'table', t.name FROM unnest(v_missing) AS t (name)
  ON CONFLICT DO NOTHING;
  CREATE TABLE IF NOT EXISTS audit.t0_cert_registry (
    entrypoint text PRIMARY KEY,
    status text NOT NULL,
    certified_at timestamptz,
    viewdef_objects int,
    dataset_days int,
    notes text
  );
  CREATE TABLE IF NOT EXISTS audit.t0_viewdef_baseline (
    entrypoint text NOT NULL,
    object_fqn text NOT NULL,
    relkind text NOT NULL,
    viewdef_sha256 text NOT NULL,
    captured_at timestamptz NOT NULL,
    PRIMARY KEY (entrypoint, object_fqn)
  );
  CREATE TABLE IF NOT EXISTS audit.t0_dataset_hash_baseline (
    entrypoint text NOT NULL,
    t0_day date NOT NULL,
    sample_limit int NOT NULL,
    dataset_sha256 text NOT NULL,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (entrypoint, t0_day, sample_limit)
  );
  IF 't0_cert_registry' = ANY (v_missing) THEN
    REVOKE ALL ON audit.t0_cert_registry FROM PUBLIC;
    COMMENT ON TABLE audit.t0_cert_registry IS 'The verdict on each certified entrypoint and each of its aliases.';
    COMMENT ON COLUMN audit.t0_cert_registry.certified_at IS
      'When the last certificate was given; kept when a later run fails.';
  END IF;
  IF 't0_viewdef_baseline' = ANY (v_missing) THEN
    REVOKE ALL ON audit.t0_viewdef_baseline FROM PUBLIC;
    COMMENT ON TABLE audit.t0_viewdef_baseline IS
      'The accepted definition of every object that an entrypoint depends on.';
    COMMENT ON COLUMN audit.t0_viewdef_baseline.relkind IS
      'v view, m materialized view, r or p table, f foreign table; '
      'F function, D domain, T other type, C collation, O operator.';
  END IF;
  IF 't0_dataset_hash_baseline' = ANY (v_missing) THEN
    REVOKE ALL ON audit.t0_dataset_hash_baseline FROM PUBLIC;
    COMMENT ON TABLE audit.t0_dataset_hash_baseline IS 'The accepted hash of every UTC day of an entrypoint.';
    COMMENT ON COLUMN audit.t0_dataset_hash_baseline.sample_limit IS '0: every row of the day.';
  END IF;
END
$tables$;

CREATE TABLE IF NOT EXISTS audit.t0_verdict (
  entrypoint text PRIMARY KEY,
  certified_entrypoint text NOT NULL,
  checked_at timestamptz NOT NULL,
  event_id bigint NOT NULL
);
COMMENT ON TABLE audit.t0_verdict IS 'The run that reached each verdict of ours in t0_cert_registry.';
COMMENT ON COLUMN audit.t0_verdict.certified_entrypoint IS
  'The entrypoint whose verdict this is: itself, or that of which it is an alias.';
COMMENT ON COLUMN audit.t0_verdict.checked_at IS 'When the verdict was reached.';

CREATE TABLE IF NOT EXISTS audit.t0_definition_server (
  entrypoint text,
  object_fqn text,
  server_version text NOT NULL,
  PRIMARY KEY (entrypoint, object_fqn)
);
COMMENT ON TABLE audit.t0_definition_server IS
  'The server that wrote each definition of t0_viewdef_baseline down; another major version deparses it differently.';

CREATE TABLE IF NOT EXISTS audit.t0_day_rows (
  entrypoint text,
  t0_day date,
  hash_version int NOT NULL,
  row_count bigint NOT NULL,
  row_digests bytea NOT NULL,
  PRIMARY KEY (entrypoint, t0_day)
);
COMMENT ON TABLE audit.t0_day_rows IS
  'Rows behind each of our hashes in t0_dataset_hash_baseline. Hashes without a row here are of another system.';
COMMENT ON COLUMN audit.t0_day_rows.row_digests IS
  '16 bytes per row, to count added, removed and restated rows: 8 of the hash of its key, 8 of its own hash.';

CREATE TABLE IF NOT EXISTS audit.t0_replaced (
  relation text,
  row_key jsonb,
  before jsonb NOT NULL,
  PRIMARY KEY (relation, row_key)
);
COMMENT ON TABLE audit.t0_replaced IS
  'Rows of an earlier system whose place a row of ours has taken; 99_uninstall.sql puts them back.';

CREATE TABLE IF NOT EXISTS audit.t0_entrypoint (
  entrypoint text PRIMARY KEY,
  t0_column text NOT NULL,
  key_columns text[] NOT NULL,
  aliases text[] NOT NULL,
  max_age interval NOT NULL,
  allowed_functions text[] NOT NULL,
  contract text NOT NULL,
  runner text NOT NULL
);
ALTER TABLE audit.t0_entrypoint ADD COLUMN IF NOT EXISTS options jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN audit.t0_entrypoint.options IS
  'What the store vouches for, with reasons: t0_features and moments by column, ordered by object; drift policy. ' 
 'Also the proofs of gate P, and the stored relations that it reads.';
COMMENT ON TABLE audit.t0_entrypoint IS
  'What each store declares of its certification; written by its generated SQL.';

CREATE TABLE IF NOT EXISTS audit.t0_cert_event (
  event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  entrypoint text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('certification', 'definitions', 'dataset')),
  status text NOT NULL CHECK (status IN ('CERTIFIED', 'FAILED', 'CAPTURED')),
  started_at timestamptz NOT NULL,
  finished_at timestamptz NOT NULL,
  server_version text NOT NULL,
  session_user_name text NOT NULL,
  role_name text NOT NULL,
  parameters jsonb NOT NULL,
  gates jsonb NOT NULL,
  notes text NOT NULL
);
CREATE INDEX IF NOT EXISTS t0_cert_event_by_entrypoint ON audit.t0_cert_event (entrypoint, event_id);
COMMENT ON TABLE audit.t0_cert_event IS 'Everything that certification has done, append-only.';
COMMENT ON COLUMN audit.t0_cert_event.gates IS 'A list of {gate, passed, codes, evidence, duration_ms}.';

CREATE TABLE IF NOT EXISTS audit.t0_cert_seal (
  entrypoint text NOT NULL,
  object_fqn text NOT NULL,
  class_id oid NOT NULL,
  object_id oid NOT NULL,
  fingerprint text NOT NULL,
  event_id bigint NOT NULL,
  PRIMARY KEY (entrypoint, class_id, object_id)
);
COMMENT ON TABLE audit.t0_cert_seal IS
  'The objects as the last certificate saw them, for the guard to compare with.';
REVOKE ALL
ON audit.t0_verdict,
audit.t0_definition_server,
audit.t0_day_rows,
audit.t0_replaced,
audit.t0_entrypoint,
audit.t0_cert_event,
audit.t0_cert_seal
FROM PUBLIC;
