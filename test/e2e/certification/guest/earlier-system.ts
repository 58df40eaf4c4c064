/** An audit schema that serves three stores already, as somebody else built it: tables, rows, guards, procedures. */

/** Functions of the earlier system, whose signatures differ from one scenario to the next. */
export interface EarlierFunctions {
  /** Header of a function up to its body: name, arguments, result, language options. */
  readonly guard: string
  /** Call of the guard in a guarded view, as a condition. */
  readonly guardCall: (entrypoint: string) => string
  /** Further SQL: other overloads, functions that rest on these. */
  readonly more?: string
  /** What guard and assertion return: `RETURN true`. */
  readonly returns: readonly [guard: string, assertion: string]
  readonly hash: string
  readonly hashCall: (relation: string, day: string) => string
  readonly assertion: string
}

export const STORES = ['a', 'b', 'c'] as const

const view = (store: string): string => `other.store_${store}_v`

/** Roles are of the whole server; whoever tests another scenario on it finds them there. */
export const ROLES = `DO $$ BEGIN
  CREATE ROLE host_owner; CREATE ROLE host_reader; CREATE ROLE host_job;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;`

export const TABLES = `
CREATE TABLE audit.t0_cert_registry (
  entrypoint text PRIMARY KEY, status text NOT NULL CHECK (status IN ('CERTIFIED', 'FAILED')), certified_at timestamptz NOT NULL,
  viewdef_objects int, dataset_days int, notes text, team text DEFAULT 'core'
);
CREATE TABLE audit.t0_viewdef_baseline (
  entrypoint text, object_fqn text, relkind "char", viewdef_sha256 text, captured_at timestamptz, PRIMARY KEY (entrypoint, object_fqn)
);
CREATE TABLE audit.t0_dataset_hash_baseline (
  entrypoint text, t0_day date, sample_limit int, dataset_sha256 char(64), computed_at timestamptz,
  PRIMARY KEY (entrypoint, t0_day, sample_limit)
);
COMMENT ON TABLE audit.t0_cert_registry IS 'Registry of the platform team.';
GRANT SELECT ON audit.t0_cert_registry TO PUBLIC;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA audit TO host_job;`

const store = (name: string, call: string): string => `
CREATE TABLE other.rows_${name} (id int PRIMARY KEY, edited_date timestamptz NOT NULL, x int);
INSERT INTO other.rows_${name} SELECT g, timestamptz '2024-03-01 12:00+00' + (g % 3) * interval '1 day', g * 7 FROM generate_series(1, 9) g;
CREATE VIEW ${view(name)} AS SELECT id, edited_date, x + 1 AS x FROM other.rows_${name};
CREATE VIEW other.train_${name} AS SELECT id, x FROM ${view(name)} WHERE ${call};`

/** Procedure of a store: compares definitions and the first day, and writes its verdict. */
const procedure = (name: string, hash: string): string => `
CREATE PROCEDURE audit.run_t0_cert_${name}(days int DEFAULT 3, refresh boolean DEFAULT false) LANGUAGE plpgsql AS $body$
DECLARE
  said text := 'ok';
  good text := 'CERTIFIED';
BEGIN
  BEGIN
    PERFORM audit.assert_viewdef_baseline('${view(name)}');
    IF (SELECT b.dataset_sha256 FROM audit.t0_dataset_hash_baseline b WHERE b.entrypoint = '${view(name)}' AND b.sample_limit = 2000)
      IS DISTINCT FROM ${hash} THEN
      RAISE EXCEPTION 'the first day of ${view(name)} drifted';
    END IF;
  EXCEPTION WHEN OTHERS THEN
    said := SQLERRM;
    good := 'FAILED';
  END;
  UPDATE audit.t0_cert_registry SET status = good, certified_at = now(), notes = said WHERE entrypoint = '${view(name)}';
END $body$;`

/** What rests on the functions: by OID, by name, in a default, in a trigger. */
const dependents = (f: EarlierFunctions): string => `
CREATE VIEW other.hashes AS SELECT ${f.hashCall('other.store_a_v', '2024-03-02')} AS hash;
CREATE FUNCTION other.hash_by_name() RETURNS text LANGUAGE plpgsql AS $body$ BEGIN RETURN ${f.hashCall('other.store_a_v', '2024-03-03')}; END $body$;
CREATE FUNCTION other.hash_standard() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT ${f.hashCall('other.store_b_v', '2024-03-02')}; END;
CREATE TABLE other.log (id int, hash text DEFAULT ${f.hashCall('other.store_c_v', '2024-03-02')});
CREATE FUNCTION other.checked() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN PERFORM audit.assert_viewdef_baseline('other.store_a_v'); RETURN NEW; END $body$;
CREATE TRIGGER checked BEFORE INSERT ON other.log FOR EACH ROW EXECUTE FUNCTION other.checked();`

/** All of it, owned by a role of its own. */
export const earlierSystem = (f: EarlierFunctions, tables = TABLES): string => `${ROLES}
CREATE SCHEMA audit; CREATE SCHEMA other;
${tables}
CREATE FUNCTION ${f.guard} AS $body$
DECLARE
  found_status text; found_at timestamptz;
BEGIN
  SELECT r.status, r.certified_at INTO found_status, found_at FROM audit.t0_cert_registry r WHERE r.entrypoint = $1::text;
  IF found_status IS DISTINCT FROM 'CERTIFIED' THEN
    RAISE EXCEPTION 'store % is %', $1, coalesce(found_status, 'unknown') USING ERRCODE = 'P0401', HINT = 'Ask the platform team.';
  ELSIF found_at + $2 < now() THEN
    RAISE EXCEPTION 'store % is stale', $1 USING ERRCODE = 'P0402', HINT = 'Run its procedure.';
  END IF;
  ${f.returns[0]};
END $body$;
CREATE FUNCTION ${f.hash} AS $body$
DECLARE answer text;
BEGIN
  EXECUTE format('SELECT encode(sha256(convert_to(coalesce(string_agg(t::text, E''\\n'' ORDER BY t::text), ''''), ''UTF8'')), ''hex'') '
    'FROM (SELECT * FROM %s WHERE edited_date::date = $1 ORDER BY 1 LIMIT $2) t', $1::text) INTO answer USING $2, $3;
  RETURN answer;
END $body$;
CREATE FUNCTION ${f.assertion} AS $body$
BEGIN
  IF EXISTS (SELECT FROM audit.t0_viewdef_baseline b WHERE b.entrypoint = $1::text
    AND b.viewdef_sha256 <> encode(sha256(convert_to(pg_get_viewdef(b.object_fqn::regclass), 'UTF8')), 'hex')) THEN
    RAISE EXCEPTION 'definitions of % changed', $1 USING ERRCODE = 'P0403';
  END IF;
  ${f.returns[1]};
END $body$;
${STORES.map((name) => store(name, f.guardCall(view(name)))).join('')}
${STORES.map((name) => procedure(name, f.hashCall(view(name), '2024-03-01'))).join('')}
${dependents(f)}
${f.more ?? ''}
INSERT INTO audit.t0_cert_registry VALUES
  ('${view('a')}', 'CERTIFIED', now() - interval '1 hour', 2, 1, 'ok'), ('${view('b')}', 'FAILED', now() - interval '1 hour', 2, 1, 'broken'),
  ('${view('c')}', 'CERTIFIED', now() - interval '90 days', 2, 1, 'old'),
  ('ml.fusion_feature_store_t0_v1_v', 'CERTIFIED', '2024-01-01', 3, 365, 'of the earlier system');
INSERT INTO audit.t0_viewdef_baseline
  SELECT 'other.store_' || s || '_v', 'other.' || v || s || w, 'v', encode(sha256(convert_to(pg_get_viewdef(('other.' || v || s || w)::regclass), 'UTF8')), 'hex'), '2024-01-01'
  FROM unnest(ARRAY['a', 'b', 'c']) s, (VALUES ('store_', '_v'), ('train_', '')) AS k (v, w);
INSERT INTO audit.t0_viewdef_baseline VALUES ('ml.fusion_feature_store_t0_v1_v', 'ml.gone', 'v', repeat('0', 64), '2024-01-01');
${STORES.map((name) => `INSERT INTO audit.t0_dataset_hash_baseline VALUES ('${view(name)}', '2024-03-01', 2000, ${f.hashCall(view(name), '2024-03-01')}, '2024-01-01');`).join('\n')}
INSERT INTO audit.t0_dataset_hash_baseline
  SELECT 'ml.fusion_feature_store_t0_v1_v', date '2024-07-01' + g, 0, repeat('1', 64), '2024-01-01' FROM generate_series(0, 364) g;
DO $$ DECLARE r record; BEGIN
  FOR r IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'audit'::regnamespace LOOP
    EXECUTE format('ALTER ROUTINE %s OWNER TO host_owner', r.name);
    EXECUTE format('COMMENT ON ROUTINE %s IS %L', r.name, 'Of the platform team: ' || r.name);
  END LOOP;
  FOR r IN SELECT c.oid::regclass AS name FROM pg_class c WHERE c.relnamespace IN ('audit'::regnamespace, 'other'::regnamespace) AND c.relkind IN ('r', 'v') LOOP
    EXECUTE format('ALTER TABLE %s OWNER TO host_owner', r.name);
  END LOOP;
END $$;
ALTER SCHEMA audit OWNER TO host_owner; ALTER SCHEMA other OWNER TO host_owner;
GRANT USAGE ON SCHEMA audit, other TO host_reader, host_job;
GRANT SELECT ON ALL TABLES IN SCHEMA other TO host_reader, host_job;`
