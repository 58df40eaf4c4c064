import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createReader, type Store } from '../../../src/reader/index.js'
import { selectionSql } from '../../../src/reader/selection.js'
import { writeParquet } from '../../../src/reader/parquet/index.js'
import { type BuiltStore, startBuiltStore } from '../../support/built-store.js'

const PROJECT = String.raw`
import { boolean, certification, column, date, defineProject, double, guarded, jsonb, nullable, numeric, source, sqlType, text, view } from 'fusion-store'

const offers = source('Odd schema.Offer "all"', 'Offers.', {
  key: ['Group', 'no'],
  columns: {
    Group: text('Group.'), no: numeric('Number.'), day: date('T0.'),
    'Four b': nullable(sqlType('real', 'Of four bytes.')), 'a"b\\c': nullable(double('Of eight.')), small: nullable(sqlType('smallint', 'Small.')),
    money: nullable(sqlType('numeric(10,2)', 'With a scale.')), doc: nullable(jsonb('A document.')), id: nullable(sqlType('uuid', 'Identifier.')),
    list: nullable(sqlType('text[]', 'Texts.')), span: nullable(sqlType('interval', 'Interval.')), bytes: nullable(sqlType('bytea', 'Bytes.')),
    at: nullable(sqlType('timestamp', 'Time.')), is_on: nullable(boolean('Whether.')), ends: nullable(date('Day.')),
  },
})
const entry = view('Odd schema.Entry', 'Offers.', { o: offers }, (db) => db.selectFrom('o').selectAll('o'))
const train = guarded('Odd schema.train "it"', 'Guarded.', entry, { entrypoint: entry, key: ['Group', 'no'], maxAge: '1 day' })
export default defineProject({
  name: 'odd', sql: { '01.sql': [entry, train] },
  certification: certification({
    entrypoint: entry, t0: 'day', key: ['Group', 'no'], guarded: train, checked: entry,
    moments: { at: 'meant', ends: 'meant', day: 'the day itself' }, t0Features: { day: 'the day itself' },
    invariants: (eb) => ({ named: column('Named.', eb('Group', 'is not', null)) }),
  }),
})
`

const TABLE = String.raw`
  CREATE SCHEMA "Odd schema";
  CREATE TABLE "Odd schema"."Offer ""all""" ("Group" text, no numeric, day date NOT NULL, "Four b" real, "a""b\c" double precision, small smallint,
    money numeric(10,2), doc jsonb, id uuid, list text[], span interval, bytes bytea, at timestamp, is_on boolean, ends date, PRIMARY KEY ("Group", no));
  INSERT INTO "Odd schema"."Offer ""all""" VALUES
    ('it''s \ "', 1.50, '2025-01-01', 1.1, 'NaN', -32768, -0.05, '{"a": [1, null]}', '00000000-0000-0000-0000-000000000001', '{a,NULL,"b c"}', '1 day 2 hours', '\x00ff', '1969-12-31 23:59:59.999999', true, '1999-12-31'),
    ('é', 2, '2025-01-01', 'Infinity', 1e-300, 32767, 99999999.99, 'null', NULL, '{}', '-1 mon', '', '2262-04-11 23:47:16.854775', false, '0044-03-15 BC'),
    ('', 123456789012345678901234567890.5, '2025-01-03', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);`

let built: BuiltStore
let pool: pg.Pool
let store: Store

beforeAll(async () => {
  built = await startBuiltStore(PROJECT, TABLE)
  ;({ pool, store } = built)
})
afterAll(async () => {
  await built?.stop()
})

it('rows are those of a plain query, by day and by key', async () => {
  const reader = createReader(pool, store)
  const read = async (selection: Parameters<typeof reader.open>[0]): Promise<Record<string, unknown>[]> => {
    const rows: Record<string, unknown>[] = []
    for await (const row of (await reader.open(selection, { ordered: true })).rows())
      rows.push(row as Record<string, unknown>)
    return rows
  }
  const { rows } = await pool.query<Record<string, unknown>>(
    `SELECT * FROM "Odd schema"."train ""it""" ORDER BY day, "Group" COLLATE "C", no`,
  )
  expect(await read('all')).toEqual(rows)
  expect(await read({ from: '2025-01-01', to: '2025-01-02' })).toEqual(rows.slice(0, 2))
  const found = await reader.byKeys([
    ['', '123456789012345678901234567890.5'],
    { Group: `it's \\ "`, no: '1.50' },
    ['x', 1],
  ])
  expect(found.rows).toEqual([rows[2], rows[0], undefined])
  expect(found.missing).toEqual([['x', 1]])
  // A value that is written in another way is that value.
  expect((await reader.byKeys([['é', '2.00']])).rows).toEqual([rows[1]])
})

it('columns have the bits of the values', async () => {
  const columns = new Map<string, unknown>()
  for await (const batch of (await createReader(pool, store).open('all', { ordered: true })).batches())
    for (const { name, kind, values, nullCount } of batch.columns)
      columns.set(name, { kind, values: [...values], nullCount })
  const infinite = Number.POSITIVE_INFINITY
  expect(Object.fromEntries(columns)).toMatchObject({
    Group: { kind: 'text', values: [`it's \\ "`, 'é', ''] },
    no: { kind: 'text', values: ['1.50', '2', '123456789012345678901234567890.5'] },
    day: { kind: 'date', values: [20089, 20089, 20091] },
    'Four b': { kind: 'float32', values: [Math.fround(1.1), infinite, 0], nullCount: 1 },
    'a"b\\c': { kind: 'float64', values: [Number.NaN, 1e-300, 0] },
    small: { kind: 'int16', values: [-32768, 32767, 0] },
    money: { kind: 'text', values: ['-0.05', '99999999.99', ''] },
    doc: { values: ['{"a": [1, null]}', 'null', ''] },
    list: { values: ['{a,NULL,"b c"}', '{}', ''] },
    span: { values: ['1 day 02:00:00', '-1 mons', ''] },
    bytes: { values: ['\\x00ff', '\\x', ''] },
    at: { kind: 'timestamp', values: [-1n, 9223372036854775n, 0n] },
    is_on: { kind: 'bool', values: [1, 0, 0], nullCount: 1 },
    ends: { kind: 'date', values: [10956, -735160, 0] },
  })
})

describe('whatever the session, the process and the loop do', () => {
  const address = (): string => String(pool.options.connectionString)

  it('days are UTC days, and values have all their digits', async () => {
    const client = new pg.Client(address())
    await client.connect()
    await client.query(
      `SET TimeZone = 'America/New_York'; SET extra_float_digits = 0; SET IntervalStyle = 'iso_8601'; SET DateStyle = 'German'`,
    )
    const typed = { ...store, t0: { column: 'moment', type: 'timestamp(3) with time zone' } }
    expect(selectionSql(typed, { from: '2025-01-01', to: '2025-01-01' }, ['1'], {})).toContain(
      `>= '2025-01-01 00:00:00+00'::timestamp(3) with time zone`,
    )
    const spans: unknown[] = []
    for await (const { columns } of (
      await createReader(client, store).open('all', { ordered: true })
    ).batches())
      spans.push(...(columns.find(({ name }) => name === 'span')?.values ?? []))
    expect(spans).toEqual(['1 day 02:00:00', '-1 mons', ''])
    expect((await client.query('SHOW IntervalStyle')).rows).toEqual([{ IntervalStyle: 'iso_8601' }])
    await client.end()
  })

  it('a client in a transaction is refused, and its transaction is left as it is', async () => {
    const client = new pg.Client(address())
    await client.connect()
    const reader = createReader(client, store)
    for (const before of [[], ['SELECT 1'], ['SELECT 1 / 0']]) {
      await client.query('BEGIN')
      await client.query('CREATE TEMP TABLE kept (id int)')
      for (const sql of before) await client.query(sql).catch(() => undefined)
      await expect(reader.open('all')).rejects.toMatchObject({ code: 'FS433' })
      const { rows } = await client
        .query(`ROLLBACK; SELECT to_regclass('pg_temp.kept') AS kept`)
        .then((results) => (results as unknown as pg.QueryResult[])[1] as pg.QueryResult)
      expect(rows).toEqual([{ kept: null }])
    }
    const read = await reader.open('all')
    await expect(reader.byKeys([])).rejects.toMatchObject({ code: 'FS433' })
    await read.close()
    expect((await reader.byKeys([])).missing).toEqual([])
    await client.end()
  })

  it('a read that is closed, before its loop or in it, is closed once', async () => {
    const single = new pg.Pool({ connectionString: address(), max: 1 })
    single.on('error', () => undefined)
    const reader = createReader(single, store)
    for (const how of ['rows', 'batches'] as const) {
      const read = await reader.open('all', { batchSize: 1 })
      let taken = 0
      for await (const value of read[how]()) {
        taken += value === undefined ? 0 : 1
        await read.close()
      }
      expect(taken).toBe(1)
    }
    const early = await reader.open('all')
    const rows = early.rows()
    await early.close()
    expect(() => rows[Symbol.asyncIterator]()).toThrow('The read was closed')
    // Nobody else's transaction was ended by it.
    const client = await single.connect()
    await client.query('BEGIN')
    await early.close()
    expect((await client.query('SELECT now() < statement_timestamp() AS inside')).rows).toEqual([
      { inside: true },
    ])
    await client.query('ROLLBACK')
    // An abort does not wait for a connection.
    const controller = new AbortController()
    const waiting = reader.open('all', { signal: controller.signal })
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'FS426' })
    client.release()
    expect((await reader.byKeys([])).rows).toEqual([])
    await single.end()
  })

  it('plugins of Kysely and parsers of the process change nothing', async () => {
    const db = new Kysely<never>({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin()] })
    const { rows } = await createReader(db, store).byKeys([['', '123456789012345678901234567890.5']])
    expect(Object.keys(rows[0] ?? {})).toContain('Four b')
    const own = pg.types.getTypeParser(701)
    pg.types.setTypeParser(701, (text: string) => `text ${text}`)
    const read = await createReader(pool, store).open('all', { ordered: true })
    const found: unknown[] = []
    for await (const row of read.rows()) found.push(Reflect.get(row, 'a"b\\c'))
    pg.types.setTypeParser(701, own as never)
    expect(found).toEqual([Number.NaN, 1e-300, null])
    expect(read.certificate.status).toBe('CERTIFIED')
  })

  it('texts that look like numbers are different keys, and a large text is read in one go', async () => {
    await pool.query(
      `INSERT INTO "Odd schema"."Offer ""all""" ("Group", no, day, list) SELECT g, 1, '2025-01-02', ARRAY[repeat('x', 20000000)] FROM unnest('{7,007}'::text[]) g`,
    )
    const found = await createReader(pool, store).byKeys([
      ['7', 1],
      ['007', 1],
    ])
    expect(found.rows.map((row) => Reflect.get(row ?? {}, 'Group'))).toEqual(['7', '007'])
    const started = performance.now()
    let longest = 0
    for await (const { columns } of (
      await createReader(pool, store).open({ from: '2025-01-02', to: '2025-01-02' })
    ).batches())
      for (const { kind, values } of columns)
        if (kind === 'text') longest = Math.max(longest, ...values.map((text) => text.length))
    expect(longest).toBeGreaterThan(20_000_000)
    // Each piece put together with all before it took a minute.
    expect(performance.now() - started).toBeLessThan(15_000)
  })
})

it('an infinite day is no day of a Parquet file', async () => {
  await pool.query(`UPDATE "Odd schema"."Offer ""all""" SET ends = 'infinity' WHERE no = 2`)
  const read = await createReader(pool, store).open('all')
  await expect(writeParquet(read.batches(), read.columns, async () => undefined)).rejects.toMatchObject({
    code: 'FS432',
  })
  expect(pool.idleCount).toBe(pool.totalCount)
})
