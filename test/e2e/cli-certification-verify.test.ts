import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { countValues } from '../../src/certify/run/count-values.js'
import { GUARDED, SCORED } from '../support/certified-store.js'
import { type CliStore, type CliStores, startCliStores } from './cli-certification-support.js'

let all: CliStores
let store: CliStore
beforeAll(async () => {
  all = await startCliStores()
})
afterAll(() => all?.stores.stop())
beforeEach(async () => {
  store = await all.fresh()
})

describe('verify', () => {
  test('counts what the validation queries of the store count', async () => {
    const { code, document } = await store.json('verify')
    expect(code).toBe(0)
    const rates = await store.client.query(`
      SELECT avg(img_damage_scored::int)::float8 AS img_damage_scored, avg(text_damage_scored::int)::float8 AS text_damage_scored,
        avg(batt_scored::int)::float8 AS batt_scored, avg(damage_any_scored::int)::float8 AS damage_any_scored FROM ${SCORED}`)
    const reasons = await store.client.query(
      `SELECT img_score_reason_code::text AS value, count(*)::int AS rows FROM ${SCORED} GROUP BY 1 ORDER BY 1`,
    )
    expect(document).toMatchObject({
      outcome: 'passed',
      relation: SCORED,
      duplicates: { keys: 0, examples: [] },
      nullKeys: 0,
      shares: expect.arrayContaining(
        Object.entries<number>(rates.rows[0]).map(([column, rate]) =>
          expect.objectContaining({ column, pct: expect.closeTo(rate, 12) }),
        ),
      ),
      values: expect.arrayContaining([
        { column: 'img_score_reason_code', type: 'integer', values: reasons.rows },
      ]),
    })
    const columns = (document as { values: { column: string }[] }).values.map(({ column }) => column)
    expect(columns).not.toContain('listing_id')
    expect(columns).toContain('batt_bucket')
  })

  test('is for people too, and for the role of the certifier', async () => {
    const { code, stdout } = await store.fusionAs('robot', 'verify')
    expect(stdout).toMatch(/^unique key +passed {2}No two rows have the same generation, listing_id\.$/m)
    expect(stdout).toMatch(/^tier_in_range +passed {2}The tier is 0 to 3\.$/m)
    expect(stdout).toMatch(/^img_damage_scored +\d\d\.\d\d % +\d+$/m)
    expect(stdout).toMatch(/^img_score_reason_code {4}0: \d+, 1: \d+/m)
    expect(code).toBe(0)
  })

  test('finds keys that come twice and invariants that do not hold, and names some', async () => {
    await store.client.query(`
      ALTER TABLE "iPhone".iphone_listings DROP CONSTRAINT iphone_listings_pkey;
      INSERT INTO "iPhone".iphone_listings SELECT * FROM "iPhone".iphone_listings WHERE spam IS NULL ORDER BY 1, 2 LIMIT 23;
      DO $$ BEGIN EXECUTE (
        SELECT 'CREATE OR REPLACE VIEW ${SCORED} AS SELECT ' || string_agg(
          CASE attname WHEN 'damage_fused_tier' THEN '7 AS damage_fused_tier' ELSE quote_ident(attname) END, ', ' ORDER BY attnum)
          || ' FROM (' || rtrim(pg_get_viewdef('${SCORED}'::regclass), ';') || ') v'
        FROM pg_attribute WHERE attrelid = '${SCORED}'::regclass AND attnum > 0); END $$`)
    const { code, stdout } = await store.fusion('verify')
    expect(stdout).toMatch(
      /^unique key +FAILED {2}23 keys of generation, listing_id with more than one row\.$/m,
    )
    expect(stdout).toMatch(/^tier_in_range +FAILED {2}\d+ rows, such as \(\d+,\d+\): The tier is 0 to 3\.$/m)
    expect(stdout).toMatch(/^and 3 more keys$/m)
    expect(code).toBe(1)
    const { document } = await store.json('verify')
    const { rows } = await store.client.query(
      `SELECT v.generation::text, v.listing_id::text FROM ${SCORED} v GROUP BY v.generation, v.listing_id
       HAVING count(*) > 1 ORDER BY v.generation, v.listing_id LIMIT 1`,
    )
    expect(document).toMatchObject({
      outcome: 'failed',
      duplicates: { keys: 23, examples: expect.arrayContaining([{ key: rows[0], rows: 2 }]) },
      invariants: expect.arrayContaining([
        expect.objectContaining({ name: 'tier_in_range', example: expect.any(String) }),
      ]),
    })
  })

  test('asks for no certificate', async () => {
    await store.client.query('DROP SCHEMA audit CASCADE')
    expect((await store.fusion('verify', '--quiet')).code).toBe(0)
    await expect(store.client.query(`SELECT FROM ${GUARDED}`)).rejects.toThrow()
  })
})

test('a column that has few values only in the rows that were looked at first is no category', async () => {
  await store.client.query(`
    CREATE TABLE public.late AS
      SELECT CASE WHEN i > 12000 THEN i ELSE 1 END AS many, i % 12 AS twelve, i % 13 AS thirteen, NULLIF(i % 13, 0) AS known
      FROM generate_series(1, 13000) AS i`)
  const columns = ['many', 'twelve', 'thirteen', 'known'].map((name) => ({ name, kind: 'integer' }) as const)
  const session = await all.stores.native.connect(store.urlOf())
  const counted = await countValues(session, { schema: 'public', name: 'late' }, columns)
  expect(await countValues(session, { schema: 'public', name: 'late' }, [])).toEqual([])
  await session.close()
  expect(counted.map(({ name }) => name)).toEqual(['twelve', 'known'])
  // As numbers, and what is not known last.
  const values = [...Array.from({ length: 12 }, (_, i) => String(i + 1)), null]
  expect(counted[1]?.values.map(({ value }) => value)).toEqual(values)
  expect(counted[1]?.values.reduce((sum, { rows }) => sum + rows, 0)).toBe(13_000)
})
