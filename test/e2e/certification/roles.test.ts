import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  certify,
  type CertifiedStores,
  type Client,
  ENTRYPOINT,
  FEATURES,
  GUARDED,
  lastVerdict,
  refusalAs,
  SCORED,
  startCertifiedStores,
} from '../../support/certified-store.js'

const DENIED = '42501'
const TABLES = [
  't0_cert_registry',
  't0_viewdef_baseline',
  't0_dataset_hash_baseline',
  't0_entrypoint',
  't0_cert_event',
  't0_cert_seal',
  't0_verdict',
  't0_definition_server',
  't0_day_rows',
  't0_replaced',
  't0_installed',
].map((table) => `audit.${table}`)

let stores: CertifiedStores
let client: Client
beforeAll(async () => {
  stores = await startCertifiedStores()
  client = await stores.fresh('roles')
})
afterAll(() => stores.stop())

describe('fusion_trainer', () => {
  const as = (sql: string) => refusalAs(client, 'fusion_trainer', sql)

  it('reads the guarded view and nothing else', async () => {
    expect(await as(`SELECT count(*) FROM ${GUARDED}`)).toBeUndefined()
    const { rows } = await client.query<{ name: string }>(`
      SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND c.relkind IN ('r', 'v', 'm', 'p', 'f', 'S')
        AND has_table_privilege('fusion_trainer', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')`)
    expect(rows.map(({ name }) => name)).toEqual([GUARDED])
    for (const name of [ENTRYPOINT, SCORED, FEATURES, '"iPhone".iphone_listings', ...TABLES])
      expect(await as(`SELECT * FROM ${name} LIMIT 1`)).toBe(DENIED)
  })

  it('runs no function of the audit schema but the guard and the one that shows the certificate', async () => {
    const { rows } = await client.query<{ name: string }>(`
      SELECT p.oid::regprocedure::text AS name FROM pg_proc p
      WHERE p.pronamespace = 'audit'::regnamespace AND has_function_privilege('fusion_trainer', p.oid, 'EXECUTE')`)
    expect(rows.map(({ name }) => name).toSorted()).toEqual([
      'audit._certificate(text)',
      'audit._require_certified_strict(text,interval)',
      'audit.require_certified_strict(text,interval)',
    ])
    expect(await as('CALL audit.run_t0_cert_fusion_store_v1()')).toBe(DENIED)
  })
})

describe('fusion_certifier', () => {
  const as = (sql: string) => refusalAs(client, 'fusion_certifier', sql)

  it('certifies, takes baselines of the data, and is written down', async () => {
    expect(await as('CALL audit.run_t0_cert_fusion_store_v1(3, true)')).toBeUndefined()
    expect(await as(`CALL audit.capture_dataset_baseline('${ENTRYPOINT}', 10)`)).toBeUndefined()
    const { rows } = await client.query(
      'SELECT kind, role_name, session_user_name, server_version FROM audit.t0_cert_event ORDER BY event_id DESC LIMIT 2',
    )
    const who = {
      role_name: 'fusion_certifier',
      session_user_name: 'postgres',
      server_version: expect.stringMatching(/^18/),
    }
    expect(rows).toEqual([
      { kind: 'dataset', ...who },
      { kind: 'certification', ...who },
    ])
  })

  it('does not accept definitions', async () => {
    expect(await as(`SELECT audit.capture_viewdef_baseline('${ENTRYPOINT}')`)).toBe(DENIED)
    expect(await as(`SELECT audit._certify('${ENTRYPOINT}', 3, false)`)).toBe(DENIED)
    expect(
      await as(`SELECT audit.register_entrypoint('x', 'y', '{}', '{}', interval '1 year', '{}', 'z', 'z')`),
    ).toBe(DENIED)
  })

  it('changes nothing that a gate sees, whatever its session is like', async () => {
    const before = await certify(client, 30)
    await client.query('GRANT CREATE ON SCHEMA public TO fusion_certifier')
    await client.query('SET ROLE fusion_certifier')
    await client.query(`
      CREATE FUNCTION public.count(bigint) RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
      CREATE FUNCTION public.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT ''''::bytea';
      CREATE FUNCTION public.differs(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT false';
      CREATE OPERATOR public.<> (leftarg = text, rightarg = text, function = public.differs);
      CREATE FUNCTION public.same(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
      CREATE OPERATOR public.= (leftarg = text, rightarg = text, function = public.same);
      CREATE TEMP TABLE pg_class (oid oid, relname name, relnamespace oid, relkind "char");
      CREATE TEMP TABLE t0_cert_registry (entrypoint text, status text);
      CREATE TEMP VIEW t0_viewdef_baseline AS SELECT 1 AS nothing;
      SET search_path = pg_temp, public, pg_catalog;
      SET TimeZone = 'Pacific/Kiritimati'; SET DateStyle = 'German, DMY'; SET IntervalStyle = 'sql_standard';
      SET extra_float_digits = -15; SET bytea_output = 'escape'; SET quote_all_identifiers = on;
      SET transform_null_equals = on; SET xmlbinary = 'hex'; SET gin_fuzzy_search_limit = 1; SET lc_monetary = 'C';
      SET enable_hashjoin = off; SET enable_indexscan = off; SET max_parallel_workers_per_gather = 0;
      SET standard_conforming_strings = off; SET check_function_bodies = off`)
    await client.query('CALL audit.run_t0_cert_fusion_store_v1(30, false)')
    await client.query('RESET ALL; RESET ROLE; DISCARD TEMP')
    const after = await lastVerdict(client)
    expect(after).toMatchObject({ status: 'CERTIFIED', codes: [] })
    expect(after.gates.map(({ evidence }) => evidence)).toEqual(before.gates.map(({ evidence }) => evidence))
  })
})

describe.each(['fusion_trainer', 'fusion_certifier'])('%s', (role) => {
  it.each(TABLES)('cannot write %s', async (table) => {
    const column = (await client.query(`SELECT * FROM ${table} LIMIT 0`)).fields.at(-1)?.name
    for (const sql of [
      `INSERT INTO ${table} DEFAULT VALUES`,
      `UPDATE ${table} SET ${column} = ${column}`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `ALTER TABLE ${table} ADD COLUMN mine int`,
      `SELECT * FROM ${table} FOR UPDATE`,
    ]) {
      expect(await refusalAs(client, role, sql), sql).toBe(DENIED)
    }
  })

  it('makes nothing in the audit schema', async () => {
    expect(await refusalAs(client, role, 'CREATE TABLE audit.mine (n int)')).toBe(DENIED)
    expect(await refusalAs(client, role, `CREATE OR REPLACE VIEW ${GUARDED} AS SELECT 1`)).toBe(DENIED)
    expect(await refusalAs(client, role, 'SET ROLE postgres')).toBeUndefined()
  })
})

describe('the audit schema', () => {
  it('has nothing that PUBLIC may execute', async () => {
    const { rows } = await client.query(`
      SELECT p.oid::regprocedure::text FROM pg_proc p
      WHERE p.pronamespace = 'audit'::regnamespace
        AND EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0)`)
    expect(rows).toEqual([])
  })

  it('pins the search_path of every function, temporary objects last', async () => {
    const { rows } = await client.query(`
      SELECT p.oid::regprocedure::text FROM pg_proc p
      WHERE p.pronamespace = 'audit'::regnamespace
        AND NOT coalesce(p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp'], false)`)
    expect(rows).toEqual([])
  })

  it('keeps a history that nobody changes, its owner included', async () => {
    for (const sql of [
      'UPDATE audit.t0_cert_event SET status = status',
      'DELETE FROM audit.t0_cert_event',
      'TRUNCATE audit.t0_cert_event',
    ])
      expect(await refusalAs(client, 'postgres', sql)).toBe('FSC09')
  })

  it('believes no registry that was edited by hand', async () => {
    const read = `SELECT count(*) FROM ${GUARDED}`
    await client.query('DELETE FROM audit.t0_dataset_hash_baseline')
    expect((await certify(client)).status).toBe('FAILED')
    await client.query(`UPDATE audit.t0_cert_registry SET status = 'CERTIFIED', certified_at = now()`)
    expect(await refusalAs(client, 'fusion_trainer', read)).toBe('FSC02')
    await client.query(`CALL audit.capture_dataset_baseline('${ENTRYPOINT}', 365)`)
    expect((await certify(client)).status).toBe('CERTIFIED')
    expect(await refusalAs(client, 'fusion_trainer', read)).toBeUndefined()
  })
})
