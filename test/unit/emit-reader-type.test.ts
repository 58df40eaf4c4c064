import { startPglite } from '../support/pglite.js'
import type { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReaderSettings } from '../../src/model/compiled-project.js'
import { readerParsers, readerSession, readerType } from '../../src/model/reader-type.js'

const defaults: ReaderSettings = { int8: 'string', numeric: 'string' }

/** The values of each TypeScript type that readerType can give, told apart at run time. */
const holds: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (v) => typeof v === 'string',
  number: (v) => typeof v === 'number',
  bigint: (v) => typeof v === 'bigint',
  boolean: (v) => typeof v === 'boolean',
  Date: (v) => v instanceof Date,
  Buffer: (v) => Buffer.isBuffer(v),
  JsonValue: (v) => JSON.stringify(v) !== undefined,
  PostgresInterval: (v) => has(v, 'toPostgres') && has(v, 'toISO') && has(v, 'toISOString'),
  '{ x: number; y: number }': (v) => has(v, 'x') && has(v, 'y') && !has(v, 'radius'),
  '{ x: number; y: number; radius: number }': (v) => has(v, 'x') && has(v, 'y') && has(v, 'radius'),
}

const has = (value: unknown, key: string): boolean =>
  typeof value === 'object' && value !== null && key in value

function matches(value: unknown, type: string): boolean {
  const item = /^\((.*) \| null\)\[\]$/.exec(type)?.[1]
  if (item === undefined) return holds[type]?.(value) ?? false
  return Array.isArray(value) && value.every((v) => v === null || matches(v, item))
}

/** SQL of one or more values a type; every array is tried with a NULL among its items. */
const samples: Readonly<Record<string, readonly string[]>> = {
  bool: ['true', 'false'],
  bpchar: [`'a'::char(3)`],
  bytea: [`'\\x00ff'::bytea`, `''::bytea`],
  cidr: [`'10.0.0.0/8'::cidr`],
  circle: [`'<(1,2),3.5>'::circle`],
  date: [`'2024-02-29'::date`, `'0044-03-15 BC'::date`, `'20240-01-01'::date`],
  float4: ['1.5::float4', `'NaN'::float4`],
  float8: ['1e300::float8', `'-Infinity'::float8`],
  inet: [`'::1'::inet`],
  int2: ['-5::int2'],
  int4: ['2147483647'],
  int8: ['9223372036854775807::int8', '(-9223372036854775808)::int8', '0::int8'],
  interval: [`'1 year -2 days 03:04:05.678'::interval`, `'0'::interval`],
  json: [`'{"a": [1, null]}'::json`, `'null'::json`, `'"x"'::json`],
  jsonb: [`'{"a": [1, null]}'::jsonb`, `'null'::jsonb`, `'1e400'::jsonb`],
  macaddr: [`'08:00:2b:01:02:03'::macaddr`],
  money: ['12.5::numeric::money'],
  numeric: ['1.10::numeric', `'NaN'::numeric`, '12345678901234567890.5'],
  numrange: ['numrange(1, 2)'],
  oid: ['4294967295::oid'],
  point: [`'(1,2)'::point`],
  regproc: [`'pg_catalog.now'::regproc`],
  text: [`'{"a,b'`, `''`],
  time: [`'01:02:03'::time`],
  timestamp: [`'2024-02-29 01:02:03.456789'::timestamp`],
  timestamptz: [`'2024-02-29 01:02:03+05:30'::timestamptz`, `'0001-01-01 00:00:00 BC'::timestamptz`],
  timetz: [`'01:02:03+02'::timetz`],
  uuid: [`'00000000-0000-0000-0000-000000000001'::uuid`],
  varchar: [`'a'::varchar(3)`],
  // Types without a parser: a scalar and an array are text alike.
  bit: [`B'101'`],
  varbit: [`B'101'::varbit`],
  box: [`'(1,2),(3,4)'::box`],
  char: [`'x'::"char"`],
  int4range: ['int4range(1, 2)'],
  macaddr8: [`'08:00:2b:01:02:03:04:05'::macaddr8`],
  name: [`'n'::name`],
  pg_lsn: [`'0/1'::pg_lsn`],
  polygon: [`'((0,0),(1,1))'::polygon`],
  regclass: [`'pg_class'::regclass`],
  tsvector: [`'a b'::tsvector`],
  xml: [`'<a/>'::xml`],
}

interface Wire {
  readonly oid: number
  readonly texts: readonly string[]
}

let db: PGlite
const names = new Map<number, { schema: string; name: string }>()
const keepText: Record<number, (text: string) => string> = {}

/** What goes over the wire: the OID announced and the text of each value. */
async function wire(sql: string): Promise<Wire> {
  const result = await db.query<{ v: string }>(sql, [], { parsers: keepText })
  return { oid: result.fields[0]?.dataTypeID ?? 0, texts: result.rows.map((row) => row.v) }
}

const parserOf = (oid: number): ((text: string) => unknown) => pg.types.getTypeParser(oid, 'text')

function read({ oid, texts }: Wire): unknown[] {
  const parse = parserOf(oid)
  return texts.map((text) => parse(text))
}

const typeOf = (name: string, settings = defaults): string =>
  readerType({ schema: 'pg_catalog', name, sql: name }, settings)

beforeAll(async () => {
  db = await startPglite()
  for (const [name, value] of Object.entries(readerSession)) await db.exec(`SET ${name} = '${value}'`)
  const types = await db.query<{ oid: number; schema: string; name: string }>(
    `SELECT t.oid::int4, n.nspname::text AS schema, t.typname::text AS name
     FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace`,
  )
  for (const { oid, schema, name } of types.rows) {
    names.set(oid, { schema, name })
    keepText[oid] = (text) => text
  }
})

afterAll(() => db.close())

describe('readerType is what a plain pg client gives', () => {
  it.each(Object.entries(samples))('%s', async (name, values) => {
    const sent = await wire(values.map((value) => `SELECT ${value} AS v`).join(' UNION ALL '))
    expect(names.get(sent.oid)).toEqual({ schema: 'pg_catalog', name })
    for (const value of read(sent)) expect(value).toSatisfy((v) => matches(v, typeOf(name)))
  })

  it.each(Object.entries(samples))('%s[]', async (name, values) => {
    const sent = await wire(`SELECT ARRAY[${values.join(', ')}, NULL] AS v`)
    const type = names.get(sent.oid)
    expect(type?.name).toBe(`_${name}`)
    const [value] = read(sent)
    expect(value).toSatisfy((v) => matches(v, typeOf(`_${name}`)))
    if (Array.isArray(value)) expect(value.at(-1)).toBeNull()
  })

  it('says string for exactly the built-in types without a parser, and a few with one that keeps text', () => {
    const kept = parserOf(4_000_000)
    const parsed = [...names].filter(([oid]) => parserOf(oid) !== kept)
    expect(parsed.length).toBeGreaterThan(40)
    for (const [, { name }] of parsed) {
      const scalar = name.startsWith('_') ? name.slice(1) : name
      expect(samples).toHaveProperty(scalar)
    }
    for (const [oid, { name }] of names) {
      if (parserOf(oid) === kept) expect(typeOf(name), name).toBe('string')
      else if (typeOf(name) === 'string') expect(['int8']).toContain(name)
    }
  })

  it('sees a domain as its base type, and an array of a domain, an enum, a range and a row as text', async () => {
    await db.exec(`
      CREATE DOMAIN small AS int4 CHECK (VALUE < 10); CREATE DOMAIN smaller AS small; CREATE DOMAIN list AS int8[];
      CREATE TYPE mood AS ENUM ('ok'); CREATE TYPE pair AS (a int4, b text);`)
    const base = { schema: 'pg_catalog', name: 'int4' }
    const small = readerType({ schema: 'public', name: 'smaller', sql: 'smaller', base }, defaults)
    expect(small).toBe('number')
    expect(read(await wire(`SELECT 5::smaller AS v`))).toEqual([5])
    const list = {
      schema: 'public',
      name: 'list',
      sql: 'list',
      base: { schema: 'pg_catalog', name: '_int8' },
    }
    expect(readerType(list, defaults)).toBe('(string | null)[]')
    expect(read(await wire(`SELECT '{1,NULL}'::list AS v`))).toEqual([['1', null]])
    for (const name of ['_small', 'mood', '_mood', 'pair', '_pair']) {
      expect(readerType({ schema: 'public', name, sql: name }, defaults)).toBe('string')
    }
    expect(read(await wire(`SELECT ARRAY[5::small] AS v`))).toEqual(['{5}'])
    expect(read(await wire(`SELECT 'ok'::mood AS v`))).toEqual(['ok'])
    expect(read(await wire(`SELECT ARRAY['ok'::mood] AS v`))).toEqual(['{ok}'])
    expect(read(await wire(`SELECT ROW(1, 'x')::pair AS v`))).toEqual(['(1,x)'])
  })

  it('does not take a user type for a built-in of the same name', () => {
    expect(readerType({ schema: 'public', name: 'int4', sql: 'public.int4' }, defaults)).toBe('string')
  })

  it('knows the two things that a type cannot say', async () => {
    expect(read(await wire(`SELECT 'infinity'::timestamptz AS v`))).toEqual([Infinity])
    expect(read(await wire(`SELECT ARRAY[ARRAY[1, 2], ARRAY[3, 4]] AS v`))).toEqual([
      [
        [1, 2],
        [3, 4],
      ],
    ])
  })

  it('holds only in the session settings it names', async () => {
    await db.exec(`SET DateStyle = 'German'`)
    expect(read(await wire(`SELECT '2024-02-29'::date AS v`))).toEqual([null])
    await db.exec(`SET DateStyle = '${readerSession.DateStyle}'; SET IntervalStyle = 'iso_8601'`)
    expect(read(await wire(`SELECT '2 days'::interval AS v`))[0]).not.toHaveProperty('days')
    await db.exec(`SET IntervalStyle = '${readerSession.IntervalStyle}'`)
  })
})

describe('readerParsers', () => {
  it('is empty for the defaults', () => expect(readerParsers(defaults)).toEqual([]))

  it('names built-in types by their real OIDs', () => {
    for (const { oid, type, array } of readerParsers({ int8: 'bigint', numeric: 'number' })) {
      expect(names.get(oid)?.name).toBe(array ? `_${type}` : type)
    }
  })

  it.each(['number', 'bigint'] as const)('covers every type that int8: %s changes', (int8) => {
    const settings: ReaderSettings = { int8, numeric: 'number' }
    const set = new Set(readerParsers(settings).map(({ oid }) => oid))
    for (const [oid, { name }] of names) {
      expect(set.has(oid), name).toBe(typeOf(name, settings) !== typeOf(name))
    }
    expect(typeOf('_int8', settings)).toBe(`(${int8} | null)[]`)
    expect(typeOf('numeric', settings)).toBe('number')
  })
})
