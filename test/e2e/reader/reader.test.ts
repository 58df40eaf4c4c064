import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import {
  fusionFeatureStoreT0V1V as store,
  type RecommendedV1Features,
  recommendedV1Features as recommended,
} from '../../../generated/stores.js'
import type { VDamageFusionFeaturesV2ScoredTrainVRow as Row } from '../../../generated/rows.js'
import { createReader, type ReaderCode } from '../../../src/reader/index.js'
import {
  type CertifiedStores,
  type Client,
  ENTRYPOINT,
  GUARDED,
  startCertifiedStores,
} from '../../support/certified-store.js'
import { textsOf } from '../../support/batch-texts.js'

let stores: CertifiedStores
let owner: Client
let pool: pg.Pool

const address = (database: string, role = 'trainer'): string => {
  const url = new URL(stores.native.server.url)
  url.pathname = `/${database}`
  ;[url.username, url.password] = [role, 'secret']
  return url.href
}

beforeAll(async () => {
  stores = await startCertifiedStores(18)
  owner = await stores.fresh('read')
  await owner.query(`CREATE ROLE trainer LOGIN PASSWORD 'secret' IN ROLE fusion_trainer`)
  pool = new pg.Pool({ connectionString: address('read'), max: 2 })
  // Its idle connections are not waited for when it ends, and hear of the end of the server.
  pool.on('error', () => undefined)
})
afterAll(async () => {
  await pool?.end()
  await stores?.stop()
})

const kysely = (): Kysely<never> => new Kysely({ dialect: new PostgresDialect({ pool }) })

const failure = async (read: Promise<unknown>): Promise<{ code: ReaderCode; message: string }> =>
  read.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: unknown) => error as { code: ReaderCode; message: string },
  )

const all = async <T>(values: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = []
  for await (const value of values) found.push(value)
  return found
}

const sorted = (rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => a.generation - b.generation || Number(a.listing_id) - Number(b.listing_id))

const expected = async (): Promise<Row[]> => {
  const { rows } = await owner.query<Row>(`SELECT * FROM ${GUARDED} ORDER BY generation, listing_id`)
  return rows
}

describe('a trainer reads', () => {
  it('all rows, of the types of rows.ts, with the certificate', async () => {
    const read = await createReader(pool, store).open('all')
    const rows = await all(read.rows())
    expectTypeOf(rows).toEqualTypeOf<Row[]>()
    expect(rows.length).toBeGreaterThan(200)
    expect(sorted(rows)).toEqual(await expected())
    const { rows: events } = await owner.query<{ id: string; at: Date }>(
      `SELECT max(event_id) AS id, max(finished_at) AS at FROM audit.t0_cert_event WHERE kind = 'certification'`,
    )
    expect(read.certificate).toMatchObject({
      entrypoint: ENTRYPOINT,
      status: 'CERTIFIED',
      event_id: Number(events[0]?.id),
      max_age: '24:00:00',
      definitions: { objects: expect.any(Number), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      data: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      policies: { drift: { policy: 'allow' } },
    })
    expect(read.certificate.gates.map(({ gate }) => gate)).toEqual(['A', 'A2', 'P', 'B', 'C'])
    expect(Date.parse(read.certificate.certified_at)).toBeCloseTo(Number(events[0]?.at), -4)
    expect(pool.idleCount).toBe(pool.totalCount)
  })

  it.each(['string', 'number', 'bigint'] as const)(
    'int8 as a %s, whatever the process has set',
    async (int8) => {
      const as = { ...store, readAs: { int8, numeric: 'string' } } as const
      const { rows } = await createReader(pool, as).byKeys([
        Object.values(await oneKey()) as [string, string],
      ])
      expect(typeof rows[0]?.listing_id).toBe(int8)
      const through = await createReader(kysely(), as).byKeys([await oneKey()])
      expect(typeof through.rows[0]?.listing_id).toBe(int8)
    },
  )

  const oneKey = async (): Promise<Pick<Row, 'generation' | 'listing_id'>> => {
    const { rows } = await owner.query<Row>(
      `SELECT generation, listing_id FROM ${GUARDED} ORDER BY listing_id LIMIT 1`,
    )
    return rows[0] as Row
  }

  it('the rows of some days, with their T0', async () => {
    const { rows: days } = await owner.query<{ day: string; n: number }>(
      `SELECT (edited_date AT TIME ZONE 'UTC')::date::text AS day, count(*)::int AS n FROM ${ENTRYPOINT} GROUP BY 1 ORDER BY 1`,
    )
    const [first, , third] = days
    const count = days.slice(0, 3).reduce((sum, { n }) => sum + n, 0)
    const days3 = { from: first?.day ?? '', to: third?.day ?? '' }
    const reader = createReader(pool, store)
    expect(await all((await reader.open(days3)).rows())).toHaveLength(count)
    const ordered = await all((await reader.open(days3, { t0: true, ordered: true })).rows())
    const times = ordered.flatMap(({ edited_date: time }) => time ?? [])
    expectTypeOf(ordered[0]?.edited_date).toEqualTypeOf<Date | null | undefined>()
    expect(times.filter((time) => time instanceof Date)).toHaveLength(ordered.length)
    expect(times).toEqual(times.toSorted((a, b) => Number(a) - Number(b)))
    expect(times.map((time) => time.toISOString().slice(0, 10) <= days3.to)).not.toContain(false)
    expect(await all((await reader.open({ from: '1999-01-01', to: '1999-12-31' })).rows())).toEqual([])
  })

  it.each(['pg', 'kysely'] as const)('columns, with the values of the rows (%s)', async (driver) => {
    const reader = createReader(driver === 'pg' ? pool : kysely(), store)
    const batches = await all(
      (await reader.open('all', { batchSize: 64, t0: true, ordered: true })).batches(),
    )
    const names = [...store.columns.map(({ name }) => name), 'edited_date']
    const { rows } = await owner.query<Record<string, string | null>>(
      `SELECT ${store.columns.map(({ name }) => `g."${name}"::text`).join(', ')},
         (extract(epoch FROM e.edited_date) * 1000000)::bigint::text AS edited_date
       FROM ${GUARDED} g LEFT JOIN ${ENTRYPOINT} e USING (generation, listing_id) ORDER BY e.edited_date, g.generation, g.listing_id`,
    )
    expect(
      batches.map(({ length }) => length).every((length, at) => length === 64 || at === batches.length - 1),
    ).toBe(true)
    for (const [at, name] of names.entries()) {
      const read = batches.flatMap(({ columns }) => (columns[at] ? textsOf(columns[at]) : []))
      expect([name, read]).toEqual([name, rows.map((row) => row[name])])
      const nulls = batches.reduce((sum, { columns }) => sum + (columns[at]?.nullCount ?? 0), 0)
      expect([name, nulls]).toEqual([name, rows.filter((row) => row[name] === null).length])
    }
  })

  it('all rows, also those without a T0, whatever is asked for beside them', async () => {
    await owner.query(
      `INSERT INTO "iPhone".iphone_listings (generation, listing_id, edited_date) VALUES (15, 77, NULL)`,
    )
    const count = (await expected()).length
    const reader = createReader(pool, store)
    for (const settings of [{}, { t0: true }, { ordered: true }, { t0: true, ordered: true }]) {
      expect(await all((await reader.open('all', settings)).rows())).toHaveLength(count)
      const batches = await all((await reader.open('all', settings)).batches())
      expect(batches.reduce((sum, { length }) => sum + length, 0)).toBe(count)
    }
    await owner.query(`DELETE FROM "iPhone".iphone_listings WHERE listing_id = 77 AND generation = 15`)
  })

  it('rows by key in the order asked for, and says which keys have none', async () => {
    const rows = await expected()
    const keys = rows.toReversed().map(({ generation, listing_id }) => ({ generation, listing_id }))
    const none = { generation: 99, listing_id: '123456789012345678' }
    const found = await createReader(pool, store).byKeys([...keys, none], { batchSize: 50 })
    expect(found.rows).toEqual([...rows.toReversed(), undefined])
    expect(found.missing).toEqual([none])
    expect(found.certificate.entrypoint).toBe(ENTRYPOINT)
    expectTypeOf(found.rows).toEqualTypeOf<readonly (Row | undefined)[]>()
    expect(await createReader(kysely(), store).byKeys([])).toMatchObject({ rows: [], missing: [] })
  })

  it('over one client, which is free afterward, also when the loop is left', async () => {
    const client = new pg.Client(address('read'))
    await client.connect()
    const reader = createReader(client, store)
    for await (const row of (await reader.open('all', { batchSize: 10 })).rows()) {
      expect(row.generation).toBeGreaterThan(0)
      break
    }
    for await (const batch of (await reader.open('all', { batchSize: 10 })).batches()) {
      expect(batch.length).toBe(10)
      break
    }
    const read = await reader.open('all')
    await read.close()
    await read.close()
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await client.end()
  })

  it('the recommended features, beside a table with the key', async () => {
    const { rows } = await pool.query<RecommendedV1Features & Pick<Row, 'generation' | 'listing_id'>>(
      `SELECT base.*, ${recommended.select}
       FROM (SELECT generation, listing_id FROM ${ENTRYPOINT} UNION ALL SELECT 99, 1) AS base ${recommended.join}`,
    )
    // Section 7.2 of the store's own document.
    expect(recommended.features.map(({ name }) => name)).toEqual([
      'fusion_img_damage_score',
      'fusion_img_damage_scored',
      'fusion_img_n_ge3_real_q2',
      'fusion_img_n_ge8_real_q2',
      'fusion_img_stock_ratio',
      'fusion_img_pq_avg_real',
      'fusion_img_bg_avg_real',
      'fusion_img_score_reason_code',
      'fusion_batt_fused',
      'fusion_batt_scored',
      'fusion_text_sev_corr_known',
      'fusion_text_damage_scored',
      'fusion_damage_fused_tier_known',
      'fusion_damage_any_scored',
    ])
    const stored = await expected()
    for (const row of rows) {
      const of = stored.find((one) => one.generation === row.generation && one.listing_id === row.listing_id)
      for (const { name, column } of recommended.features) {
        const value = of?.[column as keyof Row] ?? null
        expect(row[name]).toBe(typeof value === 'boolean' ? Number(value) : value)
      }
    }
    expect(rows.filter(({ generation }) => generation === 99)).toHaveLength(1)
    expect(rows.some(({ fusion_img_damage_score: score }) => score === null)).toBe(true)
  })

  it('one snapshot: what is committed during a read is not in it', async () => {
    const read = await createReader(pool, store).open('all', { batchSize: 50 })
    const before = (await expected()).length
    let rows = 0
    for await (const row of read.rows()) {
      if (rows++ === 0)
        await owner.query(
          `UPDATE "iPhone".iphone_listings SET spam = 'x' WHERE (generation, listing_id) <> ($1, $2)`,
          [row.generation, row.listing_id],
        )
    }
    expect(rows).toBe(before)
    expect(await expected()).toHaveLength(1)
    await owner.query('UPDATE "iPhone".iphone_listings SET spam = NULL')
  })
})

describe('is refused', () => {
  it.each([
    [[{ generation: 1 }], 'FS421', 'key 0 has undefined for listing_id, which is bigint'],
    [[[1]], 'FS421', 'key 0 is [1]'],
    [['x'], 'FS421', 'key 0 is "x"'],
    [[[1, null]], 'FS421', 'key 0 has null for listing_id'],
    [
      [
        [1, '1'],
        [1.5, '1'],
      ],
      'FS421',
      'key 1 has 1.5 for generation, which is integer',
    ],
    [[[1, 2 ** 53]], 'FS421', 'key 0 has 9007199254740992 for listing_id'],
    [[[1, '7'], [2, '7'], { generation: 1, listing_id: 7n }], 'FS422', 'keys 0 and 2 are the same, 1, 7'],
  ])('keys that are none, or asked for twice: case %#', async (keys, code, said) => {
    const error = await failure(createReader(pool, store).byKeys(keys as never))
    expect(error.message).toContain(said)
    expect(error.code).toBe(code)
  })

  it.each([
    [{ from: '2025-02-30', to: '2025-03-01' }, 'from is "2025-02-30", which is no day'],
    [{ from: '2025-02-01', to: 'today' }, 'to is "today"'],
    [{ from: '2025-02-02', to: '2025-02-01' }, 'the days end on 2025-02-01, before they begin on 2025-02-02'],
    [{ from: new Date(0), to: '2025-02-01' }, 'which is no day'],
    ['every', '"every" does not say which rows are read'],
    [undefined, 'nothing does not say which rows are read'],
  ])('days %j', async (days, said) => {
    const error = await failure(createReader(pool, store).open(days as never))
    expect(error).toMatchObject({ code: 'FS431', message: expect.stringContaining(said) as string })
    expect(pool.idleCount).toBe(pool.totalCount)
  })

  it('connections and stores that are none, without waiting', async () => {
    const client = new pg.Client(address('read'))
    expect(await failure(createReader(client, store).open('all'))).toMatchObject({
      code: 'FS428',
      message: expect.stringContaining('the client is not connected') as string,
    })
    const nowhere = new pg.Pool({ host: '127.0.0.1', port: 1 })
    expect(await failure(createReader(nowhere, store).open('all'))).toMatchObject({
      code: 'FS428',
      message: expect.stringContaining('there is no connection: connect ECONNREFUSED') as string,
    })
    await nowhere.end()
    expect(() => createReader(pool, {} as never)).toThrow(/^FS434 createReader was not given/)
    expect(() => createReader(pool, undefined as never)).toThrow(/^FS434 createReader was not given/)
    const other = { ...store, columns: store.columns.slice(0, 8) }
    expect(await failure(createReader(pool, other).open('all'))).toMatchObject({
      code: 'FS430',
      message: expect.stringContaining('it also has the column') as string,
    })
    expect(pool.idleCount).toBe(pool.totalCount)
  })

  it('keys of another shape do not compile', () => {
    const reader = createReader(pool, store)
    const compiles = (): unknown[] => [
      reader.byKeys([[1, 2n]]),
      reader.byKeys([{ generation: 1, listing_id: '2' }]),
      // @ts-expect-error one part of two
      reader.byKeys([[1]]),
      // @ts-expect-error three parts of two
      reader.byKeys([[1, 2, 3]]),
      // @ts-expect-error a part is missing
      reader.byKeys([{ generation: 1 }]),
      // @ts-expect-error no value of a whole number
      reader.byKeys([[true, 2]]),
    ]
    expect(compiles).toBeTypeOf('function')
  })

  it.each([
    [{ maxAge: 'an hour' }, 'the setting maxAge cannot be "an hour"'],
    [{ maxAge: '' }, 'the setting maxAge cannot be ""'],
    [{ maxAge: '1000000000 years' }, 'the setting maxAge cannot be "1000000000 years"'],
    [{ maxAge: 3600 }, 'the setting maxAge cannot be 3600'],
    [{ timeout: Number.NaN }, 'the setting timeout cannot be NaN'],
    [{ timeout: -1 }, 'the setting timeout cannot be -1'],
    [{ timeout: 0 }, 'the setting timeout cannot be 0'],
    [{ timeout: Number.POSITIVE_INFINITY }, 'the setting timeout cannot be Infinity'],
    [{ timeout: 2 ** 31 }, 'the setting timeout cannot be 2147483648'],
    [{ timeout: '5 s' }, 'the setting timeout cannot be "5 s"'],
  ])('settings that are not valid: %j', async (settings, said) => {
    const error = await failure((async () => createReader(pool, store, settings as never).open('all'))())
    expect(error).toMatchObject({ code: 'FS434', message: expect.stringContaining(said) as string })
    expect(pool.idleCount).toBe(pool.totalCount)
  })

  it.each([0, 1.5, Number.NaN, '10'])('a batch size of %j', async (batchSize) => {
    const reader = createReader(pool, store)
    const settings = { batchSize } as { batchSize: number }
    expect(await failure(reader.open('all', settings))).toMatchObject({ code: 'FS434' })
    expect(await failure(reader.byKeys([], settings))).toMatchObject({ code: 'FS434' })
  })

  it('a key with two rows', async () => {
    const database = await stores.fresh('twice')
    await database.query(
      `GRANT fusion_trainer TO trainer; ALTER VIEW ${GUARDED} RENAME TO single;
       CREATE VIEW ${GUARDED} AS SELECT * FROM ml.single UNION ALL SELECT * FROM ml.single; GRANT SELECT ON ${GUARDED} TO trainer`,
    )
    // The guard would refuse it: this is a reader of what a broken guard lets through.
    await database.query(
      `CREATE OR REPLACE FUNCTION audit._require_certified_strict(p_entrypoint text, p_max_age interval) RETURNS boolean LANGUAGE sql AS 'SELECT true'`,
    )
    const { rows } = await database.query<Row>('SELECT * FROM ml.single LIMIT 1')
    const client = new pg.Client(address('twice'))
    await client.connect()
    const error = await failure(createReader(client, store).byKeys(rows))
    expect(error).toMatchObject({
      code: 'FS423',
      message: expect.stringContaining('has two rows of generation') as string,
    })
    await client.end()
  })

  it('without a certificate, with one that is too old, and with one that expires during the read', async () => {
    const database = await stores.fresh('expired')
    const client = new pg.Client(address('expired'))
    await client.connect()
    await database.query(
      `UPDATE audit.t0_cert_registry SET certified_at = now() - interval '1 hour' WHERE entrypoint = '${ENTRYPOINT}'`,
    )
    const old = await failure(createReader(client, store, { maxAge: '30 minutes' }).open('all'))
    expect(old).toMatchObject({
      code: 'FS424',
      sqlState: 'FSC03',
      message: expect.stringContaining('stale') as string,
    })

    const reader = createReader(client, store, { maxAge: '1 hour 2 seconds' })
    const read = await reader.open('all', { batchSize: 50 })
    const late = await failure(
      (async () => {
        for await (const row of read.rows())
          if (row.generation > 0) await new Promise((done) => setTimeout(done, 50))
      })(),
    )
    expect(late).toMatchObject({ code: 'FS425', rows: expect.any(Number) as number })
    expect(Object(late).rows).toBeGreaterThan(0)

    await database.query(`UPDATE audit.t0_cert_registry SET status = 'FAILED'`)
    expect(await failure(createReader(client, store).byKeys([]))).toMatchObject({
      code: 'FS424',
      sqlState: 'FSC02',
    })
    await client.end()
  })

  it('by an abort, before and during a read', async () => {
    const reader = createReader(pool, store)
    expect(await failure(reader.open('all', { signal: AbortSignal.abort() }))).toMatchObject({
      code: 'FS426',
    })
    const controller = new AbortController()
    const read = await reader.open('all', { signal: controller.signal, batchSize: 20 })
    const during = await failure(
      (async () => {
        for await (const batch of read.batches()) if (batch.length > 0) controller.abort()
      })(),
    )
    expect(during).toMatchObject({ code: 'FS426', rows: 20 })
    expect((await reader.byKeys([])).rows).toEqual([])
  })

  it('by a timeout of the server, and by a lost connection', async () => {
    const slow = createReader(pool, store, { timeout: 1 })
    const error = await failure((async () => all((await slow.open('all')).batches()))())
    expect(error).toMatchObject({ code: 'FS427', sqlState: '57014' })

    const lost = new pg.Pool({ connectionString: address('read'), max: 1 })
    lost.on('error', () => undefined)
    const read = await createReader(lost, store).open('all', { batchSize: 10 })
    const gone = await failure(
      (async () => {
        for await (const row of read.rows())
          if (row.generation > 0)
            await owner.query(
              `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'trainer' AND state <> 'idle'`,
            )
      })(),
    )
    expect(gone).toMatchObject({ code: 'FS428' })
    await lost.end()
  })

  it('by a role that may not read, a database without the store, and one of another build', async () => {
    await owner.query(`CREATE ROLE stranger LOGIN PASSWORD 'secret'`)
    const stranger = new pg.Pool({ connectionString: address('read', 'stranger'), max: 1 })
    stranger.on('error', () => undefined)
    expect(await failure(createReader(stranger, store).open('all'))).toMatchObject({ code: 'FS429' })
    await stranger.end()
    const empty = new pg.Pool({ connectionString: address('postgres'), max: 1 })
    empty.on('error', () => undefined)
    expect(await failure(createReader(empty, store).open('all'))).toMatchObject({ code: 'FS430' })
    await empty.end()
    const other = {
      ...store,
      columns: [
        { name: 'generation', type: 'text', nullable: false },
        { name: 'x', type: 'text', nullable: true },
      ],
    } as const
    expect(await failure(createReader(pool, other).open('all'))).toMatchObject({
      code: 'FS430',
      message: expect.stringContaining('generation is integer instead of text, it has no column x') as string,
    })
  })
})
