import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  acceptDefinitions,
  certify,
  type CertifiedStores,
  type Client,
  FEATURES,
  SCORED,
  seedInto,
  startCertifiedStores,
} from '../../support/certified-store.js'
import { smallStoreSql } from '../../support/small-store.js'
import { WHOLE_MAJORS } from '../../support/majors.js'

/** What a definition may hold and stay certified: an expression over the row `q`, and what it needs. */
const INNOCENTS: readonly (readonly [name: string, expression: string, needs?: string])[] = [
  ['date_trunc of a timestamp', `date_trunc('day', timestamp '2024-01-01 12:00:00')`],
  ['AT TIME ZONE', `(timestamptz '2024-01-01 12:00:00+00' AT TIME ZONE 'UTC')::date`],
  ["a constant that was 'now' when the view was made", `timestamptz 'now'`],
  ['jsonb', `('{"a": [1, "2"]}'::jsonb -> 'a' ->> 1)::int + jsonb_array_length('[1]')`],
  ['a regular expression', `q.batt_source ~ '^b' AND regexp_replace(q.batt_source, 'o', 'x') <> ''`],
  ['immutable casts', `q.generation::text || q.listing_id::numeric::text`],
  ['to_char without a locale', `to_char(timestamp '2024-01-01 12:00:00', 'YYYY-MM-DD')`],
  ['age of two moments', `age(timestamp '2024-01-02', timestamp '2024-01-01')`],
  ['to_jsonb of numbers', `to_jsonb(q.generation)`],
  ['REPEATABLE', `(SELECT count(*) FROM "iPhone".iphone_listings l TABLESAMPLE system (50) REPEATABLE (1))`],
  [
    'a window',
    `(SELECT max(r) FROM (SELECT row_number() OVER (ORDER BY n) r FROM generate_series(1, 3) n) w)`,
  ],
  ['an enum', `'b'::shop.letter > 'a'`, `CREATE TYPE shop.letter AS ENUM ('a', 'b')`],
  ['a domain', `5::shop.small`, `CREATE DOMAIN shop.small AS int CHECK (VALUE < 10)`],
  [
    'a function in standard form',
    'shop.f(1)',
    `CREATE FUNCTION shop.f(x int) RETURNS int LANGUAGE sql IMMUTABLE RETURN x + 1`,
  ],
  [
    'a function whose body is a string, its search_path pinned',
    'shop.f(1)',
    `CREATE FUNCTION shop.f(x int) RETURNS int LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS 'SELECT x + 1;'`,
  ],
  [
    'a function that calls itself',
    'shop.f(4)',
    `CREATE FUNCTION shop.f(n int) RETURNS int LANGUAGE sql IMMUTABLE RETURN 1;
     CREATE OR REPLACE FUNCTION shop.f(n int) RETURNS int LANGUAGE sql IMMUTABLE RETURN CASE WHEN n < 2 THEN 1 ELSE n * shop.f(n - 1) END`,
  ],
  [
    'functions that call each other, bodies as strings',
    'shop.is_even(4)',
    `SET check_function_bodies = off;
     CREATE FUNCTION shop.is_even(n int) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS 'SELECT CASE n WHEN 0 THEN true ELSE shop.is_odd(n - 1) END';
     CREATE FUNCTION shop.is_odd(n int) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS 'SELECT CASE n WHEN 0 THEN false ELSE shop.is_even(n - 1) END';
     RESET check_function_bodies`,
  ],
  [
    'an aggregate of its own',
    '(SELECT shop.total(n ORDER BY n) FROM generate_series(1, 3) n)',
    `CREATE FUNCTION shop.add(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE RETURN a + b;
     CREATE AGGREGATE shop.total(int) (sfunc = shop.add, stype = int, initcond = '0')`,
  ],
  ['a view', '(SELECT n FROM shop.v)', 'CREATE VIEW shop.v AS SELECT 1 AS n'],
  ['a materialized view', '(SELECT n FROM shop.m)', 'CREATE MATERIALIZED VIEW shop.m AS SELECT 1 AS n'],
]

describe.each(WHOLE_MAJORS)('on PostgreSQL %d a store stays certified with', (major) => {
  let stores: CertifiedStores
  let client: Client
  beforeAll(async () => {
    stores = await startCertifiedStores(major, smallStoreSql)
  })
  afterAll(() => stores.stop())

  it.each(INNOCENTS)('%s', async (_, expression, needs = '') => {
    client = await stores.fresh('innocent')
    await client.query(`CREATE SCHEMA shop; ${needs}`)
    await seedInto(client, SCORED, `((${expression}) IS NULL OR true)`)
    await acceptDefinitions(client)
    expect(await certify(client)).toMatchObject({ status: 'CERTIFIED', codes: [] })
    await client.end()
  })

  it.each([
    ['a view', 'CREATE VIEW', 'CERTIFIED', []],
    ['a materialized view', 'CREATE MATERIALIZED VIEW', 'CERTIFIED', []],
    ['a view with a clock in it', 'CREATE VIEW', 'FAILED', ['A2.clock']],
    ['a materialized view with a clock in it', 'CREATE MATERIALIZED VIEW', 'FAILED', ['A2.clock']],
  ] as const)('%s in the place of an upstream table (or not)', async (name, create, status, codes) => {
    client = await stores.fresh('upstream')
    const clock = name.includes('clock') ? 'WHERE now() IS NOT NULL' : ''
    await client.query(`DROP VIEW ${FEATURES} CASCADE; ALTER TABLE "iPhone".iphone_listings RENAME TO kept;
      ${create} "iPhone".iphone_listings AS SELECT * FROM "iPhone".kept ${clock}`)
    await stores.apply(client, /^0[1235]/)
    expect(await certify(client)).toMatchObject({ status, codes })
    const { rows } = await client.query(
      `SELECT relkind FROM audit.t0_viewdef_baseline WHERE object_fqn = '"iPhone".iphone_listings'`,
    )
    expect(rows).toEqual([{ relkind: create.includes('MATERIALIZED') ? 'm' : 'v' }])
    await client.end()
  })
})
