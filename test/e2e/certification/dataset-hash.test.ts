import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type CertifiedStores,
  type Client,
  ENTRYPOINT,
  startCertifiedStores,
} from '../../support/certified-store.js'

const DAY = '2024-03-31'

let stores: CertifiedStores
let client: Client
beforeAll(async () => {
  stores = await startCertifiedStores()
  client = await stores.fresh('hashes')
  // Every kind of value whose text a session could change, some twice, around midnight in several zones.
  await client.query(`
    CREATE TABLE public.things (
      id int, edited_date timestamptz, t text, f float8, r real, n numeric, b bytea, i interval, d date, ts timestamp,
      m money, j jsonb, a timestamptz[], x xml, z timetz, rng daterange, o boolean
    );
    INSERT INTO public.things
    SELECT g, timestamptz '2024-03-30 22:00:00+00' + g * interval '13 minutes', 'é "' || g, g / 7.0, g / 3.0, g / 9.0, sha256(g::text::bytea),
      g * interval '1 day 3 hours', date '2024-01-01' + g, timestamp '2024-01-01' + g * interval '1 hour', g::money,
      jsonb_build_object('g', g), ARRAY[timestamptz '2024-01-01 00:00:00+00' + g * interval '1 h', NULL], xmlelement(name a, g), timetz '12:00:00+03',
      daterange(date '2024-01-01', date '2024-01-01' + g), CASE g % 3 WHEN 0 THEN true WHEN 1 THEN false END
    FROM generate_series(1, 300) g`)
})
afterAll(() => stores.stop())

const hash = async (day = DAY, relation = 'public.things', limit: number | null = 0): Promise<string> =>
  (
    await client.query('SELECT audit.dataset_sha256($1::text::regclass, $2::text::date, $3) AS hash', [
      relation,
      day,
      limit,
    ])
  ).rows[0].hash

/** Runs statements, looks, and undoes them. */
async function within<T>(sql: string, look: () => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    return await look()
  } finally {
    await client.query('ROLLBACK')
  }
}

describe('the hash of a day', () => {
  it.each([
    `SET TimeZone = 'Pacific/Kiritimati'`,
    `SET TimeZone = 'America/St_Johns'`,
    `SET DateStyle = 'SQL, DMY'`,
    `SET IntervalStyle = 'iso_8601'`,
    'SET extra_float_digits = -15',
    `SET bytea_output = 'escape'`,
    `SET xmlbinary = 'hex'`,
    `SET client_encoding = 'LATIN1'`,
    'SET quote_all_identifiers = on',
    'SET enable_sort = off; SET enable_hashagg = off',
    'SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 4',
    'SET work_mem = 64',
    'CREATE TABLE public.again AS TABLE public.things ORDER BY md5(id::text); TRUNCATE public.things; INSERT INTO public.things TABLE public.again',
    'ALTER TABLE public.things RENAME TO elsewhere; CREATE VIEW public.things AS SELECT * FROM public.elsewhere ORDER BY id DESC',
  ])('is the same after %s', async (sql) => {
    const before = await hash()
    const changed = await within(sql, hash)
    expect(changed).toBe(before)
    expect(before).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each([
    ['a cell', `UPDATE public.things SET n = n + 0.0001 WHERE id = 60`],
    [
      'a NULL for an empty text',
      `UPDATE public.things SET t = '' WHERE id = 60`,
      `UPDATE public.things SET t = NULL WHERE id = 60`,
    ],
    [
      'a NULL for a zero',
      `UPDATE public.things SET f = 0 WHERE id = 60`,
      `UPDATE public.things SET f = NULL WHERE id = 60`,
    ],
    [
      'a minus zero',
      `UPDATE public.things SET f = 0 WHERE id = 60`,
      `UPDATE public.things SET f = '-0' WHERE id = 60`,
    ],
    [
      'the last bit of a float',
      `UPDATE public.things SET f = 0.1 WHERE id = 60`,
      `UPDATE public.things SET f = 0.1 + 1.4e-17 WHERE id = 60`,
    ],
    [
      'text moved from one column to the next',
      `UPDATE public.things SET t = 'a,b', j = NULL WHERE id = 60`,
      `UPDATE public.things SET t = 'a', j = '"b"' WHERE id = 60`,
    ],
    [
      'a moment by a microsecond',
      `UPDATE public.things SET edited_date = edited_date + interval '1 microsecond' WHERE id = 60`,
    ],
    ['a row twice', 'INSERT INTO public.things SELECT * FROM public.things WHERE id = 60'],
    ['a row less', 'DELETE FROM public.things WHERE id = 60'],
    ['a column of another type', 'ALTER TABLE public.things ALTER id TYPE bigint'],
    ['a column of another name', 'ALTER TABLE public.things RENAME n TO nn'],
    [
      'two values exchanged',
      'UPDATE public.things SET d = CASE id WHEN 60 THEN (SELECT d FROM public.things WHERE id = 61) ELSE (SELECT d FROM public.things WHERE id = 60) END WHERE id IN (60, 61)',
    ],
  ])('differs by %s', async (_, first, second = '') => {
    const before = second === '' ? await hash() : await within(first, hash)
    expect(await within(second || first, hash)).not.toBe(before)
  })

  it('is of the UTC day, both ends exact', async () => {
    const ids = async (day: string): Promise<string[]> => {
      const { rows } = await client.query(
        `SELECT array_agg(id ORDER BY id) AS ids FROM public.things WHERE (edited_date AT TIME ZONE 'UTC')::date = $1`,
        [day],
      )
      return rows[0].ids
    }
    // The same rows in a table of their own hash the same: the day has these rows and no other.
    for (const day of ['2024-03-30', '2024-03-31', '2024-04-01']) {
      const own = await within(
        `SET LOCAL TimeZone = 'UTC'; DELETE FROM public.things WHERE NOT id = ANY (ARRAY[${(await ids(day)).join(',')}])`,
        () => hash(day),
      )
      expect(own).toBe(await hash(day))
    }
    const midnight = `UPDATE public.things SET edited_date = timestamptz '2024-04-01 00:00:00+00' WHERE id = 60`
    const last = `UPDATE public.things SET edited_date = timestamptz '2024-03-31 23:59:59.999999+00' WHERE id = 60`
    const without = await within('DELETE FROM public.things WHERE id = 60', hash)
    expect(await within(midnight, hash)).toBe(without)
    expect(await within(last, hash)).not.toBe(without)
  })

  it('moves with a row to another day', async () => {
    const [from, to] = [await hash('2024-03-31'), await hash('2024-04-01')]
    const moved = await within(
      `UPDATE public.things SET edited_date = edited_date + interval '1 day' WHERE id = 60`,
      async () => [await hash('2024-03-31'), await hash('2024-04-01')],
    )
    expect(moved[0]).not.toBe(from)
    expect(moved[1]).not.toBe(to)
  })

  it('is of the whole day for NULL and 0, of the first rows by key for a limit', async () => {
    expect(await hash(DAY, 'public.things', null)).toBe(await hash(DAY, 'public.things', 0))
    expect(await hash(DAY, 'public.things', 5)).not.toBe(await hash())
    expect(await hash(DAY, 'public.things', 100_000)).toBe(await hash())
    expect(await hash('1999-01-01')).toMatch(/^[0-9a-f]{64}$/)
  })

  it('reaches infinity and a day before Christ', async () => {
    const ends = await within(
      `INSERT INTO public.things (id, edited_date) VALUES (901, 'infinity'), (902, '-infinity'), (903, '0044-03-15 12:00:00+00 BC')`,
      async () => [await hash('infinity'), await hash('-infinity'), await hash('0044-03-15 BC')],
    )
    expect(new Set([...ends, await hash('infinity')]).size).toBe(4)
  })

  it.each([
    ['NULL, NULL::date, 0', '22023'],
    [`'public.things', NULL::date, 0`, '22023'],
    [`'public.things', date '2024-01-01', -1`, '22023'],
    [`'pg_class', date '2024-01-01', 0`, 'FSC06'],
  ])('refuses (%s)', async (args, code) => {
    await expect(client.query(`SELECT audit.dataset_sha256(${args})`)).rejects.toMatchObject({ code })
  })

  it('of the entrypoint is what the baseline holds', async () => {
    const { rows } = await client.query(
      `
      SELECT count(*) AS days, count(*) FILTER (WHERE dataset_sha256 = audit.dataset_sha256($1::text::regclass, t0_day, sample_limit)) AS same
      FROM audit.t0_dataset_hash_baseline`,
      [ENTRYPOINT],
    )
    expect(Number(rows[0].days)).toBeGreaterThan(100)
    expect(rows[0].same).toBe(rows[0].days)
  })
})

describe('how many rows changed', () => {
  const bag = fc.array(fc.tuple(fc.nat(5), fc.nat(3)), { maxLength: 12 })
  const digests = (rows: readonly (readonly [number, number])[]): string =>
    `\\x${rows.map(([key, value]) => key.toString(16).padStart(16, '0') + value.toString(16).padStart(16, '0')).join('')}`
  /** The same, counted by hand: rows that are on both sides cancel out, what is left is paired by key. */
  function counted(
    before: readonly (readonly [number, number])[],
    after: readonly (readonly [number, number])[],
  ) {
    const left = before.map((row) => row.join())
    const right: string[] = []
    for (const row of after) {
      const at = left.indexOf(row.join())
      if (at >= 0) left.splice(at, 1)
      else right.push(row.join())
    }
    let restated = 0
    for (const row of left.slice()) {
      const at = right.findIndex((other) => other.split(',')[0] === row.split(',')[0])
      if (at < 0) continue
      right.splice(at, 1)
      left.splice(left.indexOf(row), 1)
      restated++
    }
    return { added: String(right.length), removed: String(left.length), restated: String(restated) }
  }

  it('is counted as by hand, for any two days', async () => {
    await fc.assert(
      fc.asyncProperty(bag, bag, async (before, after) => {
        const { rows } = await client.query('SELECT * FROM audit._compare_digests($1, $2)', [
          digests(before),
          digests(after),
        ])
        expect(rows[0]).toEqual(counted(before, after))
      }),
      { numRuns: 200 },
    )
  })
})
