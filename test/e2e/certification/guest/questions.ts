import pg from 'pg'

import { STORES } from './earlier-system.js'
import type { Scenario } from './scenarios.js'

/** What a client is told: the rows, or the error with its hint. */
async function answer(client: pg.Client, sql: string): Promise<unknown> {
  try {
    const results = [await client.query(sql)].flat()
    return results.flatMap(({ rows }) => rows)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error
    return { code: error.code, message: error.message, hint: error.hint ?? null }
  }
}

async function asRole(client: pg.Client, role: string, sql: string): Promise<unknown> {
  await client.query(`BEGIN; SET LOCAL ROLE ${role}`)
  try {
    return await answer(client, sql)
  } finally {
    await client.query('ROLLBACK')
  }
}

const reads = STORES.map(
  (store) => `SELECT count(*)::int AS rows, sum(x)::int AS x FROM other.train_${store}`,
)

/** Runs a store's procedure in a transaction that is rolled back. */
const runs = STORES.map(
  (store) =>
    `CALL audit.run_t0_cert_${store}(3, true); SELECT status, notes FROM audit.t0_cert_registry WHERE entrypoint = 'other.store_${store}_v'`,
)

const dependents = [
  'SELECT * FROM other.hashes',
  'SELECT other.hash_by_name(), other.hash_standard()',
  'INSERT INTO other.log (id) VALUES (1) RETURNING hash',
]

const guards = STORES.flatMap((store) => [
  `SELECT audit.require_certified_strict('other.store_${store}_v', interval '24 hours')`,
  `SELECT audit.require_certified_strict('other.store_${store}_v', '24 hours')`,
  `SELECT audit.require_certified_strict('other.store_${store}_v', NULL)`,
  `SELECT audit.assert_viewdef_baseline('other.store_${store}_v')`,
  `SELECT audit.dataset_sha256('other.store_${store}_v', '2024-03-01', 4)`,
])

/** What each other store answers, refuses, certifies and hashes, whoever asks. */
export async function answersOf(
  client: pg.Client,
  { calls = [] }: Scenario,
): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  for (const sql of [...reads, ...dependents, ...guards, ...calls]) {
    found[`reader: ${sql}`] = await asRole(client, 'host_reader', sql)
    found[`owner: ${sql}`] = await asRole(client, 'host_owner', sql)
  }
  for (const sql of runs) found[`job: ${sql}`] = await asRole(client, 'host_job', sql)
  return found
}

const ROWS = [
  `SELECT * FROM audit.t0_cert_registry WHERE entrypoint LIKE 'other.%' ORDER BY 1`,
  `SELECT * FROM audit.t0_viewdef_baseline WHERE entrypoint LIKE 'other.%' ORDER BY 1, 2`,
  `SELECT * FROM audit.t0_dataset_hash_baseline WHERE entrypoint LIKE 'other.%' ORDER BY 1, 2`,
]

const SHAPES = [
  `SELECT c.relname, c.relkind, c.relowner::regrole::text, c.relacl::text, obj_description(c.oid, 'pg_class') AS comment, array_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull || coalesce(a.attacl::text, '') || coalesce(col_description(c.oid, a.attnum), '') ORDER BY a.attnum) AS columns
   FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
   WHERE c.relname IN ('t0_cert_registry', 't0_viewdef_baseline', 't0_dataset_hash_baseline') OR c.relnamespace = 'other'::regnamespace GROUP BY c.oid ORDER BY 1`,
  `SELECT nspowner::regrole::text, (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(nspacl) a WHERE a::text !~ '^fusion_(certifier|trainer)=') AS acl FROM pg_namespace WHERE nspname = 'audit'`,
  `SELECT viewname, definition FROM pg_views WHERE schemaname = 'other' ORDER BY 1`,
]

/** Functions of the earlier system, found by their comments; `full` adds their bodies and settings. */
const routines = (
  full: boolean,
): string => `SELECT p.oid::int8, p.oid::regprocedure::text, pg_get_function_arguments(p.oid) AS arguments, pg_get_function_result(p.oid) AS result,
  p.proowner::regrole::text, p.proacl::text, obj_description(p.oid, 'pg_proc') AS comment, p.provolatile, p.proparallel, p.proisstrict, p.prosecdef, p.procost, p.proconfig
  ${full ? ', pg_get_functiondef(p.oid) AS definition' : ''}
  FROM pg_proc p WHERE obj_description(p.oid, 'pg_proc') LIKE 'Of the platform team%' ${full ? '' : `AND p.proname NOT LIKE '%run_t0_cert_fusion%'`} ORDER BY p.oid`

/** What is there of the other stores: rows, tables, privileges, comments, views, functions. */
export async function stateOf(client: pg.Client): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  for (const sql of [...ROWS, ...SHAPES, routines(false)]) found[sql] = await answer(client, sql)
  return found
}

/** All that the audit schema holds, to the last row and body. */
export async function everythingOf(client: pg.Client): Promise<Record<string, unknown>> {
  const found = await stateOf(client)
  for (const sql of [
    routines(true),
    ...['t0_cert_registry', 't0_viewdef_baseline', 't0_dataset_hash_baseline'].map(
      (table) => `SELECT * FROM audit.${table} ORDER BY 1, 2, 3`,
    ),
    `SELECT p.oid::regprocedure::text AS name FROM pg_proc p WHERE p.pronamespace = 'audit'::regnamespace UNION ALL SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = 'audit'::regnamespace ORDER BY 1`,
    `SELECT nspacl::text FROM pg_namespace WHERE nspname = 'audit'`,
  ])
    found[sql] = await answer(client, sql)
  return found
}
