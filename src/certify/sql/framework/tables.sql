-- The three tables that an earlier audit schema may have already: they are adopted, rows and all, and given the columns
-- that they lack.
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

-- A store that has never been certified has a verdict but no time of a certificate.
ALTER TABLE audit.t0_cert_registry ALTER COLUMN certified_at DROP NOT NULL;
ALTER TABLE audit.t0_cert_registry
  ADD COLUMN IF NOT EXISTS certified_entrypoint text,
  ADD COLUMN IF NOT EXISTS checked_at timestamptz,
  ADD COLUMN IF NOT EXISTS event_id bigint;
ALTER TABLE audit.t0_viewdef_baseline ADD COLUMN IF NOT EXISTS server_version text;
ALTER TABLE audit.t0_dataset_hash_baseline
  ADD COLUMN IF NOT EXISTS hash_version int,
  ADD COLUMN IF NOT EXISTS row_count bigint,
  ADD COLUMN IF NOT EXISTS row_digests bytea;

COMMENT ON TABLE audit.t0_cert_registry IS 'The verdict on each certified entrypoint and each of its aliases.';
COMMENT ON COLUMN audit.t0_cert_registry.certified_at IS 'When the last certificate was given; kept when a later run fails.';
COMMENT ON COLUMN audit.t0_cert_registry.checked_at IS 'When the verdict was reached.';
COMMENT ON COLUMN audit.t0_cert_registry.certified_entrypoint IS 'The entrypoint whose verdict this is: itself, or that of which it is an alias.';
COMMENT ON TABLE audit.t0_viewdef_baseline IS 'The accepted definition of every object that an entrypoint is made of.';
COMMENT ON COLUMN audit.t0_viewdef_baseline.relkind IS 'v view, m materialized view, r or p table, f foreign table; F function, D domain, T other type, C collation, O operator.';
COMMENT ON COLUMN audit.t0_viewdef_baseline.server_version IS 'Server that wrote the definition down; another major version words it otherwise.';
COMMENT ON TABLE audit.t0_dataset_hash_baseline IS 'The accepted hash of every UTC day of an entrypoint.';
COMMENT ON COLUMN audit.t0_dataset_hash_baseline.sample_limit IS '0: every row of the day.';
COMMENT ON COLUMN audit.t0_dataset_hash_baseline.hash_version IS 'How it was computed; NULL for a hash of an earlier system, which is kept and not compared with.';
COMMENT ON COLUMN audit.t0_dataset_hash_baseline.row_digests IS '16 bytes a row: 8 of the hash of its key, 8 of the hash of the row. They say how many rows were added, removed, restated.';

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
COMMENT ON COLUMN audit.t0_entrypoint.options IS 'What the store vouches for, with reasons: t0_features and moments by column, ordered by object; and drift, what of it fails.';
COMMENT ON TABLE audit.t0_entrypoint IS 'What each store declares of its certification; written by its generated SQL.';

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
COMMENT ON TABLE audit.t0_cert_seal IS 'The objects as the last certificate saw them, for the guard to compare with.';
