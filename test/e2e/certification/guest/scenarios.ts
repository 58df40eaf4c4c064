import { type EarlierFunctions, TABLES } from './earlier-system.js'

export interface Scenario {
  readonly name: string
  readonly functions: EarlierFunctions
  readonly tables?: string
  /** Calls beside those that every scenario asks. */
  readonly calls?: readonly string[]
}

const literal = (name: string): string => `'${name}'`
const guarded =
  (call: (name: string) => string) =>
  (entrypoint: string): string =>
    `(SELECT ${call(literal(entrypoint))})`

const PLAIN: EarlierFunctions = {
  guard: `audit.require_certified_strict(p_entrypoint text, p_max_age interval) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER`,
  guardCall: guarded((name) => `audit.require_certified_strict(${name}, interval '24 hours')`),
  returns: ['RETURN true', 'RETURN 2'],
  hash: `audit.dataset_sha256(p_relation regclass, p_day date, p_limit int) RETURNS text LANGUAGE plpgsql`,
  hashCall: (relation, day) => `audit.dataset_sha256('${relation}', '${day}', 2000)`,
  assertion: `audit.assert_viewdef_baseline(p_entrypoint text) RETURNS int LANGUAGE plpgsql`,
}

/** Earlier systems beside which this one can be installed. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'same names, arguments and results',
    functions: PLAIN,
    calls: [
      `SELECT audit.require_certified_strict(p_max_age => '24 hours', p_entrypoint => 'other.store_a_v')`,
      `SELECT audit.dataset_sha256(p_relation => 'other.store_a_v', p_day => '2024-03-01', p_limit => 3)`,
    ],
  },
  {
    name: 'other argument names, no result',
    functions: {
      ...PLAIN,
      guard: `audit.require_certified_strict(store text, age interval DEFAULT '24 hours') RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = audit, pg_temp`,
      guardCall: (name) => `(SELECT audit.require_certified_strict('${name}', '24 hours')) IS NOT NULL`,
      returns: ['RETURN', 'RETURN'],
      hash: `audit.dataset_sha256(rel regclass, day date, lim int) RETURNS text LANGUAGE plpgsql STABLE STRICT`,
      assertion: `audit.assert_viewdef_baseline(text) RETURNS void LANGUAGE plpgsql`,
    },
    calls: [
      `SELECT audit.require_certified_strict(age => '24 hours', store => 'other.store_b_v')`,
      `SELECT audit.require_certified_strict('other.store_a_v')`,
      `SELECT audit.dataset_sha256(NULL, '2024-03-01', 3) IS NULL`,
    ],
  },
  {
    name: 'further arguments with defaults',
    functions: {
      ...PLAIN,
      guard: `audit.require_certified_strict(p_entrypoint text, p_max_age interval, p_quiet boolean DEFAULT false) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER`,
      hash: `audit.dataset_sha256(p_relation regclass, p_day date, p_limit int DEFAULT 2000, p_salted boolean DEFAULT false) RETURNS text LANGUAGE plpgsql`,
      hashCall: (relation, day) => `audit.dataset_sha256('${relation}', '${day}')`,
    },
    calls: [
      `SELECT audit.dataset_sha256('other.store_a_v', '2024-03-01', 2000, true)`,
      `SELECT audit.dataset_sha256('other.store_a_v', p_salted => true, p_day => '2024-03-01')`,
      `SELECT audit.require_certified_strict('other.store_a_v', '24 hours', p_quiet => true)`,
    ],
  },
  {
    name: 'other types of arguments',
    functions: {
      ...PLAIN,
      guard: `audit.require_certified_strict(p_entrypoint regclass, p_max_age interval) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER`,
      hash: `audit.dataset_sha256(p_relation text, p_day date, p_limit bigint) RETURNS text LANGUAGE plpgsql`,
      assertion: `audit.assert_viewdef_baseline(p_entrypoint varchar) RETURNS int LANGUAGE plpgsql`,
    },
    calls: [
      `SELECT audit.require_certified_strict('other.store_a_v'::text, '24 hours')`,
      `SELECT audit.dataset_sha256(concat('other.', 'store_a_v'), '2024-03-01', 5)`,
    ],
  },
  {
    name: 'text where a relation is taken',
    functions: {
      ...PLAIN,
      hash: `audit.dataset_sha256(p_relation text, p_day date, p_limit int) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 7`,
    },
    calls: [
      `SELECT audit.dataset_sha256('other.store_a_v'::text, '2024-03-01', 5)`,
      `SELECT audit.dataset_sha256('other.store_a_v'::varchar, '2024-03-01', 5)`,
      `SELECT audit.dataset_sha256('other.store_a_v'::name, '2024-03-01', 5)`,
    ],
  },
  {
    name: 'rights of the caller',
    functions: {
      ...PLAIN,
      guard: `audit.require_certified_strict(p_entrypoint text, p_max_age interval) RETURNS boolean LANGUAGE plpgsql SECURITY INVOKER STABLE SET search_path = other, audit`,
      more: `CREATE FUNCTION audit.require_certified(p_entrypoint text, p_max_age interval) RETURNS boolean LANGUAGE sql AS $$ SELECT current_user = 'host_reader' $$;
        REVOKE EXECUTE ON FUNCTION audit.require_certified(text, interval) FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION audit.require_certified(text, interval) TO host_reader;`,
    },
    calls: [`SELECT audit.require_certified('other.store_a_v', '1 day')`],
  },
  {
    name: 'functions in SQL without a result',
    functions: {
      ...PLAIN,
      more: `CREATE FUNCTION audit.require_certified(entry text, max_age interval) RETURNS void LANGUAGE sql AS $$ SELECT audit.require_certified_strict($1, $2) $$;
        CREATE VIEW other.nothing AS SELECT audit.require_certified('other.store_a_v', '1 day') IS NULL AS is_null;`,
    },
    calls: [
      `SELECT audit.require_certified('other.store_b_v', '1 day')`,
      `SELECT audit.require_certified('other.store_a_v', '1 day') IS NULL`,
      'SELECT * FROM other.nothing',
    ],
  },
  {
    name: 'fewer arguments',
    functions: {
      ...PLAIN,
      more: `CREATE FUNCTION audit.require_certified(p_entrypoint text) RETURNS text LANGUAGE sql AS $$ SELECT 'asked ' || $1 $$;
        CREATE FUNCTION audit._seal(jsonb, int, int) RETURNS text LANGUAGE sql AS $$ SELECT 'theirs' $$;`,
    },
    calls: [
      `SELECT audit.require_certified('other.store_a_v')`,
      `SELECT audit.require_certified(p_entrypoint => 'other.store_a_v')`,
      `SELECT audit._seal('{}', 1, 2)`,
    ],
  },
  {
    name: 'an earlier procedure for our store',
    functions: {
      ...PLAIN,
      more: `CREATE PROCEDURE audit.run_t0_cert_fusion_store_v1(days int, updating boolean) LANGUAGE sql AS '';
        GRANT EXECUTE ON PROCEDURE audit.run_t0_cert_fusion_store_v1(int, boolean) TO host_job;`,
    },
  },
  {
    name: 'settings of their own',
    functions: {
      ...PLAIN,
      hash: `audit.dataset_sha256(p_relation regclass, p_day date, p_limit int) RETURNS text LANGUAGE plpgsql SET search_path = other, audit, "odd, name" SET DateStyle = 'German, DMY' SET work_mem = '8MB'`,
      assertion: `audit.assert_viewdef_baseline(p_entrypoint text) RETURNS int LANGUAGE plpgsql SET client_min_messages = error`,
    },
  },
  {
    name: 'a registry without further columns',
    functions: PLAIN,
    tables: TABLES.replace(", team text DEFAULT 'core'", ''),
  },
]

/** What cannot be kept, by what the message names. */
export const REFUSED: readonly (readonly [name: string, sql: string, message: RegExp])[] = [
  [
    'a guard that gives text',
    `CREATE FUNCTION audit.require_certified(text, interval) RETURNS text LANGUAGE sql AS $$ SELECT '' $$`,
    /audit\.require_certified\(text,interval\), which cannot serve both/,
  ],
  [
    'a procedure of the name',
    'CREATE PROCEDURE audit.require_certified(text, interval) LANGUAGE sql AS $$ $$',
    /audit\.require_certified\(text,interval\)/,
  ],
  [
    'any number of arguments',
    `CREATE FUNCTION audit.require_certified(VARIADIC text[]) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$`,
    /audit\.require_certified\(text\[\]\)/,
  ],
  [
    'a polymorphic function',
    `CREATE FUNCTION audit.require_certified(anyelement, interval) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$`,
    /audit\.require_certified\(anyelement,interval\)/,
  ],
  [
    'a set',
    `CREATE FUNCTION audit.assert_viewdef_baseline(text, int DEFAULT 1) RETURNS SETOF int LANGUAGE sql AS $$ SELECT 1 $$; DROP FUNCTION audit.assert_viewdef_baseline(text)`,
    /audit\.assert_viewdef_baseline\(text,integer\)/,
  ],
  [
    'another overload of as many arguments',
    `CREATE FUNCTION audit.require_certified(text, int) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$`,
    /audit\.require_certified\(text,integer\)/,
  ],
  [
    'a function of an internal name',
    `CREATE FUNCTION audit._seal(jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT $1 $$`,
    /audit\._seal\(jsonb\)/,
  ],
  [
    'an internal name with a default',
    `CREATE FUNCTION audit._gate_b(text, int DEFAULT 1) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$`,
    /audit\._gate_b\(text,integer\)/,
  ],
  [
    'a table of our name',
    'CREATE TABLE audit.t0_entrypoint (entrypoint text, t0_column text, contract text, runner text)',
    /audit\.t0_entrypoint/,
  ],
  ['a view of our name', 'CREATE VIEW audit.t0_verdict AS SELECT 1 AS n', /audit\.t0_verdict/],
  ['a type of our name', `CREATE TYPE audit.t0_cert_seal AS ENUM ('a')`, /audit\.t0_cert_seal/],
  [
    'a function of the name of our procedure',
    `CREATE FUNCTION audit.run_t0_cert_fusion_store_v1(int, boolean) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$`,
    /audit\.run_t0_cert_fusion_store_v1\(integer,boolean\)/,
  ],
  [
    'a column that needs a value',
    'ALTER TABLE audit.t0_cert_registry ADD owner_id int; UPDATE audit.t0_cert_registry SET owner_id = 1; ALTER TABLE audit.t0_cert_registry ALTER owner_id SET NOT NULL',
    /t0_cert_registry has a column owner_id that needs a value/,
  ],
  [
    'a column of another type',
    'ALTER TABLE audit.t0_cert_registry ALTER certified_at TYPE timestamp',
    /certified_at of type timestamp/,
  ],
  ['a missing column', 'ALTER TABLE audit.t0_cert_registry DROP notes', /has no column notes/],
  [
    'row security',
    'ALTER TABLE audit.t0_viewdef_baseline ENABLE ROW LEVEL SECURITY',
    /t0_viewdef_baseline has row security/,
  ],
  [
    'a trigger',
    'CREATE TRIGGER told BEFORE INSERT ON audit.t0_dataset_hash_baseline FOR EACH ROW EXECUTE FUNCTION other.checked()',
    /has the trigger told/,
  ],
  [
    'a rule',
    'CREATE RULE lost AS ON DELETE TO audit.t0_cert_registry DO INSTEAD NOTHING',
    /has the rule lost/,
  ],
  [
    'a missing key',
    'ALTER TABLE audit.t0_dataset_hash_baseline DROP CONSTRAINT t0_dataset_hash_baseline_pkey',
    /has no unique key of/,
  ],
  [
    'a check that refuses our status',
    `UPDATE audit.t0_cert_registry SET status = 'CERTIFIED'; ALTER TABLE audit.t0_cert_registry ADD CHECK (status <> 'FAILED')`,
    /t0_cert_registry cannot hold the rows/,
  ],
  [
    'a reference to a list of stores',
    `CREATE TABLE audit.stores (name text PRIMARY KEY); INSERT INTO audit.stores SELECT entrypoint FROM audit.t0_cert_registry; ALTER TABLE audit.t0_cert_registry ADD FOREIGN KEY (entrypoint) REFERENCES audit.stores DEFERRABLE INITIALLY DEFERRED`,
    /t0_cert_registry cannot hold the rows/,
  ],
]
