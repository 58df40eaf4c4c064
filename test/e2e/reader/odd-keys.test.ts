import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createReader } from '../../../src/reader/index.js'
import { type BuiltStore, startBuiltStore } from '../../support/built-store.js'

const KEY = [
  'no',
  'real',
  'id',
  'at',
  'is_on',
  'mood',
  'code',
  'fixed',
  'amount',
  'short',
  'bits',
  'name',
] as const

const PROJECT = String.raw`
import { boolean, certification, column, defineProject, domainType, double, enumType, guarded, integer, numeric, source, sqlType, text, timestamptz, view } from 'fusion-store'

const mood = enumType('shop.mood', ['good', 'bad'])
const short = domainType('shop.short', { base: (comment) => sqlType('character varying(3)', comment) })
const columns = {
  no: numeric('Number.'), real: double('Double.'), id: sqlType('uuid', 'Identifier.'), at: timestamptz('Time.'), is_on: boolean('Flag.'),
  mood: mood('Mood.'), code: sqlType('character varying(3)', 'Code.'), fixed: sqlType('character(3)', 'Fixed.'),
  amount: sqlType('numeric(6,2)', 'Amount.'), short: short('Short.'), bits: sqlType('bit(3)', 'Bits.'), name: text('Name.'),
}
const key = Object.keys(columns)
const offers = source('shop.offer', 'Offers.', { key, columns: { ...columns, t0: timestamptz('T0.'), n: integer('A value.') } })
const entry = view('shop.entry', 'Offers.', { o: offers }, (db) => db.selectFrom('o').selectAll('o'))
const train = guarded('shop.train', 'Guarded.', entry, { entrypoint: entry, key, maxAge: '1 day' })
export default defineProject({
  name: 'keys', sql: { '01.sql': [entry, train] }, types: [mood, short],
  certification: certification({
    entrypoint: entry, t0: 't0', key, guarded: train, checked: entry, moments: { at: 'meant', t0: 'the T0 itself' },
    t0Features: { t0: 'the T0 itself' }, invariants: (eb) => ({ named: column('Named.', eb('name', 'is not', null)) }),
  }),
})
`

const TABLE = `
  CREATE SCHEMA shop;
  CREATE TYPE shop.mood AS ENUM ('good', 'bad');
  CREATE DOMAIN shop.short AS character varying(3);
  CREATE TABLE shop.offer (no numeric, real double precision, id uuid, at timestamptz, is_on boolean, mood shop.mood, code varchar(3),
    fixed char(3), amount numeric(6,2), short shop.short, bits bit(3), name text, t0 timestamptz NOT NULL, n integer NOT NULL,
    PRIMARY KEY (${KEY.join(', ')}));
  INSERT INTO shop.offer VALUES (2, 0.5, '0000000a-0000-0000-0000-000000000001', '2025-01-01T00:00:00Z', true, 'good', 'abc', 'ab', 1.25, 'abc',
    B'101', 'a', '2025-01-02T23:59:59.999999Z', 7);`

const ROW: Readonly<Record<(typeof KEY)[number], unknown>> = {
  no: '2',
  real: 0.5,
  id: '0000000a-0000-0000-0000-000000000001',
  at: '2025-01-01T00:00:00Z',
  is_on: true,
  mood: 'good',
  code: 'abc',
  fixed: 'ab',
  amount: '1.25',
  short: 'abc',
  bits: '101',
  name: 'a',
}

let built: BuiltStore

beforeAll(async () => {
  built = await startBuiltStore(PROJECT, TABLE)
})
afterAll(async () => {
  await built?.stop()
})

const values = (row: object | undefined): unknown => Reflect.get(row ?? {}, 'n')
const byKeys = (...keys: readonly object[]) => createReader(built.pool, built.store).byKeys(keys as never)

describe('a key', () => {
  it.each([
    ['no', '2.0'],
    ['real', '5e-1'],
    ['id', '{0000000A-0000-0000-0000-000000000001}'],
    ['at', '2025-01-01 01:00:00+01'],
    ['at', new Date('2025-01-01T00:00:00Z')],
    ['is_on', 't'],
    ['fixed', 'ab '],
    ['amount', '1.250'],
  ])('is one key, however its %s is written, and is asked for once: %s', async (column, other) => {
    const { rows, missing } = await byKeys({ ...ROW, [column]: other })
    expect([rows.map(values), missing]).toEqual([[7], []])
    // With and without a row in the store, and also in two queries.
    for (const name of ['a', 'none'])
      await expect(
        createReader(built.pool, built.store).byKeys(
          [
            { ...ROW, name },
            { ...ROW, name: 'b' },
            { ...ROW, name, [column]: other },
          ] as never,
          { batchSize: 1 },
        ),
      ).rejects.toMatchObject({
        code: 'FS422',
        message: expect.stringContaining('keys 0 and 2 are the same') as string,
      })
  })

  it.each([
    ['code', 'abcd'],
    ['code', 'abc '],
    ['short', 'abcd'],
    ['fixed', 'abc'],
    ['fixed', 'ab  c'],
    ['amount', '1.254'],
    ['amount', '123456.25'],
    ['bits', '1011'],
    ['bits', '1'],
    ['mood', 'bad'],
    ['name', 'A'],
  ])('whose %s is another value has no row, also where it does not fit: %s', async (column, other) => {
    const key = { ...ROW, [column]: other }
    const { rows, missing } = await byKeys(ROW, key)
    expect([rows.map(values), missing]).toEqual([[7, undefined], [key]])
  })

  it.each([
    ['mood', 'ugly'],
    ['id', 'x'],
    ['is_on', 'maybe'],
    ['no', '1,5'],
  ])('whose %s is not of its type is refused: %s', async (column, other) => {
    await expect(byKeys({ ...ROW, [column]: other })).rejects.toMatchObject({ code: 'FS421' })
  })
})

it('types are those of the store, whatever schemas the session searches', async () => {
  const client = new pg.Client({
    connectionString: String(built.pool.options.connectionString),
    options: '-c search_path=shop,public',
  })
  await client.connect()
  client.on('error', () => undefined)
  const { rows } = await createReader(client, built.store).byKeys([ROW as never])
  const read = await createReader(client, built.store).open('all')
  expect((await client.query('SHOW search_path')).rows).toEqual([{ search_path: 'shop,public' }])
  await read.close()
  await client.end()
  expect(rows.map(values)).toEqual([7])
})

it('texts that a collation takes for equal are one key', async () => {
  await built.pool.query(
    `CREATE COLLATION shop.nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
     CREATE TABLE shop.plain (name text COLLATE shop.nocase PRIMARY KEY, n integer);
     INSERT INTO shop.plain VALUES ('a', 7);
     CREATE VIEW shop.named AS SELECT * FROM shop.plain`,
  )
  const { columns } = built.store
  const reader = createReader(built.pool, {
    ...built.store,
    guarded: '"shop"."named"',
    key: ['name'],
    columns: columns.filter(({ name }) => name === 'name' || name === 'n'),
  })
  expect((await reader.byKeys([['A'] as never])).rows.map(values)).toEqual([7])
  await expect(reader.byKeys([['A'], ['a']] as never)).rejects.toMatchObject({ code: 'FS422' })
})
