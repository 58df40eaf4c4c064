import { GUARDED } from '../../support/certified-store.js'

/** A query of a trainer on a store that is not certified. */
export interface Attack {
  readonly name: string
  /** Statements before it. */
  readonly first?: string
  readonly sql: string
  /** An outer join that finds nothing on its guarded side may give no value instead of an error. */
  readonly mayBeEmpty?: true
}

const G = GUARDED

/** `mine.keys` has keys of the store, `mine.none` has none; `mine.peek` is a cheap function that tells what it sees. */
export const ATTACKS: readonly Attack[] = [
  { name: 'full scan', sql: `SELECT * FROM ${G}` },
  { name: 'one row', sql: `SELECT * FROM ${G} LIMIT 1` },
  { name: 'count', sql: `SELECT count(*) FROM ${G}` },
  { name: 'one column', sql: `SELECT batt_source FROM ${G}` },
  {
    name: 'a key',
    sql: `SELECT * FROM ${G} WHERE (generation, listing_id) = (SELECT k.generation, k.listing_id FROM mine.keys k LIMIT 1)`,
  },
  { name: 'a missing key', sql: `SELECT * FROM ${G} WHERE generation = -1 AND listing_id = -1` },
  { name: 'a batch of keys', sql: `SELECT g.* FROM mine.keys k JOIN ${G} g USING (generation, listing_id)` },
  {
    name: 'a join with nothing',
    sql: `SELECT g.* FROM mine.none k JOIN ${G} g USING (generation, listing_id)`,
  },
  {
    name: 'left join',
    sql: `SELECT k.*, g.damage_fused_tier FROM mine.keys k LEFT JOIN ${G} g USING (generation, listing_id)`,
  },
  {
    name: 'left join, counted',
    sql: `SELECT count(*) FROM mine.keys k LEFT JOIN ${G} g USING (generation, listing_id)`,
  },
  {
    name: 'left join on the guarded side',
    sql: `SELECT count(*) FROM ${G} g LEFT JOIN mine.none k USING (generation, listing_id)`,
  },
  {
    name: 'full join',
    sql: `SELECT count(*) FROM ${G} g FULL JOIN mine.keys k USING (generation, listing_id)`,
  },
  {
    name: 'left join of nothing',
    sql: `SELECT g.damage_fused_tier FROM mine.none k LEFT JOIN ${G} g USING (generation, listing_id)`,
    mayBeEmpty: true,
  },
  {
    name: 'left join of a missing key',
    sql: `SELECT g.damage_fused_tier FROM (VALUES (-1, -1::bigint)) k (generation, listing_id) LEFT JOIN ${G} g USING (generation, listing_id)`,
    mayBeEmpty: true,
  },
  { name: 'EXISTS', sql: `SELECT EXISTS (SELECT FROM ${G})` },
  {
    name: 'EXISTS of each',
    sql: `SELECT count(*) FROM mine.keys k WHERE EXISTS (SELECT FROM ${G} g WHERE g.listing_id = k.listing_id)`,
  },
  {
    name: 'NOT EXISTS',
    sql: `SELECT count(*) FROM mine.keys k WHERE NOT EXISTS (SELECT FROM ${G} g WHERE g.listing_id = k.listing_id)`,
  },
  {
    name: 'NOT IN',
    sql: `SELECT count(*) FROM mine.keys k WHERE k.listing_id NOT IN (SELECT g.listing_id FROM ${G} g)`,
  },
  {
    name: 'scalar subquery',
    sql: `SELECT (SELECT max(g.damage_fused_tier) FROM ${G} g WHERE g.listing_id = k.listing_id) FROM mine.keys k`,
  },
  {
    name: 'lateral',
    sql: `SELECT x.* FROM mine.keys k CROSS JOIN LATERAL (SELECT * FROM ${G} g WHERE g.listing_id = k.listing_id LIMIT 1) x`,
  },
  { name: 'WITH', sql: `WITH w AS MATERIALIZED (SELECT * FROM ${G}) SELECT count(*) FROM w` },
  { name: 'UNION ALL', sql: `SELECT listing_id FROM mine.keys UNION ALL SELECT listing_id FROM ${G}` },
  { name: 'a table made of it', sql: `CREATE TEMP TABLE stolen AS SELECT * FROM ${G}` },
  {
    name: 'a view over it',
    first: `CREATE TEMP VIEW over AS SELECT * FROM ${G}`,
    sql: 'SELECT count(*) FROM over',
  },
  { name: 'COPY', sql: `COPY (SELECT * FROM ${G}) TO STDOUT` },
  { name: 'cursor', first: `BEGIN; DECLARE c CURSOR FOR SELECT * FROM ${G}`, sql: 'FETCH 1 FROM c' },
  {
    name: 'cursor WITH HOLD',
    first: `BEGIN; DECLARE c CURSOR WITH HOLD FOR SELECT * FROM ${G}`,
    sql: 'COMMIT',
  },
  { name: 'EXPLAIN ANALYZE', sql: `EXPLAIN ANALYZE SELECT * FROM ${G}` },
  {
    name: 'in a function of its own',
    first: `CREATE FUNCTION pg_temp.f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM ${G}'`,
    sql: 'SELECT pg_temp.f()',
  },
  {
    name: 'a parallel plan',
    first: `SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0`,
    sql: `SELECT sum(listing_id) FROM ${G}`,
  },
  {
    name: 'other names first on the search_path',
    first: 'SET search_path = mine, ml, pg_catalog',
    sql: `SELECT count(*) FROM ${G}`,
  },
  {
    name: 'a registry of its own',
    first: `CREATE TEMP TABLE t0_cert_registry AS SELECT 'CERTIFIED' AS status; SET search_path = pg_temp, mine, audit, pg_catalog`,
    sql: `SELECT count(*) FROM ${G}`,
  },
  {
    name: 'settings',
    first: `SET TimeZone = 'Pacific/Kiritimati'; SET transform_null_equals = on; SET row_security = off`,
    sql: `SELECT count(*) FROM ${G}`,
  },
  ...[
    `SELECT 1 FROM ${G} g WHERE mine.peek(g.listing_id)`,
    `SELECT 1 FROM ${G} g WHERE mine.peek(g.damage_fused_tier)`,
    `SELECT 1 FROM ${G} g JOIN mine.keys k ON k.listing_id = g.listing_id AND mine.peek(g.generation)`,
    `SELECT 1 FROM mine.keys k LEFT JOIN ${G} g ON g.listing_id = k.listing_id AND mine.peek(g.listing_id)`,
    `SELECT 1 FROM mine.keys k LEFT JOIN ${G} g ON mine.peek(g.listing_id)`,
    `SELECT 1 FROM mine.keys k LEFT JOIN ${G} g ON mine.peek(g.batt_source)`,
    `SELECT 1 FROM mine.keys k RIGHT JOIN ${G} g ON mine.peek(g.listing_id)`,
    `SELECT 1 FROM mine.keys k FULL JOIN ${G} g ON g.listing_id = k.listing_id WHERE mine.peek(g.listing_id)`,
    `SELECT 1 FROM mine.keys k LEFT JOIN (${G} g JOIN mine.keys j ON j.listing_id = g.listing_id AND mine.peek(g.listing_id)) ON j.listing_id = k.listing_id`,
    `SELECT 1 FROM mine.keys k LEFT JOIN ${G} g ON g.listing_id = k.listing_id LEFT JOIN ${G} h ON mine.peek(h.listing_id)`,
    `SELECT 1 FROM mine.keys k WHERE EXISTS (SELECT FROM ${G} g WHERE mine.peek(g.listing_id))`,
    `SELECT 1 FROM mine.keys k WHERE NOT EXISTS (SELECT FROM ${G} g WHERE g.listing_id = k.listing_id AND mine.peek(g.listing_id))`,
    `SELECT 1 FROM mine.keys k WHERE k.listing_id NOT IN (SELECT g.listing_id FROM ${G} g WHERE mine.peek(g.listing_id))`,
    `SELECT 1 FROM mine.keys k CROSS JOIN LATERAL (SELECT FROM ${G} g WHERE mine.peek(g.listing_id) AND g.generation = k.generation LIMIT 1) x`,
    `SELECT mine.peek(g.listing_id) FROM ${G} g UNION ALL SELECT true`,
    `SELECT max(listing_id) FROM ${G} WHERE mine.peek(listing_id) GROUP BY generation HAVING mine.peek(generation)`,
    `SELECT * FROM ${G} WHERE mine.peek(generation) ORDER BY listing_id LIMIT 1`,
  ].flatMap((sql): Attack[] => [
    { name: `a function that peeks: ${sql.replaceAll(G, 'g')}`, sql },
    // By Postgres's reckoning every function is free then, and the cheapest no longer first.
    {
      name: `the same where all is free: ${sql.replaceAll(G, 'g')}`,
      first: 'SET cpu_operator_cost = 0',
      sql,
    },
    {
      name: `the same by a merge: ${sql.replaceAll(G, 'g')}`,
      first: 'SET enable_hashjoin = off; SET enable_nestloop = off',
      sql,
    },
  ]),
]
