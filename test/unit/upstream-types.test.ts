import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { analyzeProject } from '../support/analyze-project.js'
import { relationKeys } from '../../src/cache/relation-keys.js'
import { embeddedProvider } from '../../src/postgres/embedded/embedded-provider.js'
import type { Server } from '../../src/postgres/provider.js'
import type { Session } from '../../src/postgres/session.js'
import { readTypes } from '../../src/check/replay/read-types.js'
import { createType } from '../../src/model/create/create-type.js'
import type { CompiledProject } from '../../src/model/compiled-project.js'
import { quoteIdentifier } from '../../src/model/quote-identifier.js'
import { readerType } from '../../src/model/reader-type.js'
import {
  type CompiledType,
  type TypeDefinition,
  typeKey,
  type UpstreamType,
} from '../../src/model/upstream-type.js'
import { resolveViews } from '../../src/resolve/index.js'
import { project, source, view } from '../analyze/support/project.js'

let server: Server
let session: Session
beforeAll(async () => {
  server = await embeddedProvider({ extensions: true }).start()
  session = await server.connect()
})
afterAll(() => server?.stop())

/** Everything is made in a transaction that is undone: CREATE EXTENSION and collations of pg_catalog with it. */
const inTransaction = async <T>(work: () => Promise<T>): Promise<T> => {
  await session.exec('BEGIN')
  try {
    return await work()
  } finally {
    await session.exec('ROLLBACK')
  }
}
afterEach(async () => {
  await session.exec('DROP SCHEMA IF EXISTS t CASCADE')
})

const type = (name: string, definition: TypeDefinition, uses: readonly string[] = []): CompiledType => ({
  schema: 't',
  name,
  definition,
  uses,
  executesDifferently: null,
  place: { file: 'types.ts', line: 7 },
})
const withTypes = (types: readonly CompiledType[], rest: CompiledProject): CompiledProject => ({
  ...rest,
  types,
})
const color = type('color', { kind: 'enum', labels: ['red', 'green'] })
const opaque = type('blob', { kind: 'opaque' })

/** A source of one column `c` of a type, nullable. */
const holding = (...types: readonly string[]) =>
  source('t.s', ['id integer NOT NULL', ...types.map((one, at) => `c${at} ${one}`)], ['id'])

describe('stand-ins', () => {
  const identifier = fc
    .oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
      fc.constantFrom('Sch"ema', 'a b', 'select', "it's", '$1', '😀'),
    )
    .filter((name) => !/[\0.]/.test(name) && Buffer.byteLength(name) <= 63 && !name.startsWith('pg_'))
  const label = fc
    .string({ unit: 'binary', maxLength: 15 })
    .filter((text) => !text.includes('\0') && Buffer.byteLength(text) <= 63)
  const definition = fc.oneof(
    fc.record({
      kind: fc.constant('enum' as const),
      labels: fc.uniqueArray(label, { minLength: 1, maxLength: 5 }),
    }),
    fc.record({
      kind: fc.constant('composite' as const),
      fields: fc
        .uniqueArray(identifier, { minLength: 1, maxLength: 4 })
        .map((names) => names.map((name) => ({ name, type: 'integer[]' }))),
    }),
    fc.record({
      kind: fc.constant('domain' as const),
      base: fc.constant('text'),
      notNull: fc.boolean(),
      checks: fc.constant([]),
    }),
    fc.record({ kind: fc.constant('range' as const), subtype: fc.constant('double precision') }),
    fc.record({ kind: fc.constant('opaque' as const) }),
    fc.record({ kind: fc.constant('collation' as const), deterministic: fc.boolean() }),
  )

  test('whatever the names and labels, the Postgres says back what was declared', async () => {
    await fc.assert(
      fc.asyncProperty(identifier, identifier, definition, async (schema, name, declared) => {
        const one: UpstreamType = { schema, name, definition: declared }
        const found = await inTransaction(async () => {
          await session.exec(`SET LOCAL search_path = ''; CREATE SCHEMA ${quoteIdentifier(schema)}`)
          await session.exec(createType(one))
          return await readTypes(session, [{ schema, name, collation: declared.kind === 'collation' }])
        })
        expect(found).toEqual([one])
      }),
      { numRuns: 150 },
    )
  })

  test('two ways to write a type are one when the Postgres has read them', async () => {
    const written: UpstreamType[] = [
      type('d', {
        kind: 'domain',
        base: 'int4',
        notNull: false,
        checks: ['VALUE BETWEEN 0 AND 9', 'VALUE<>5'],
      }),
      type('d', {
        kind: 'domain',
        base: 'integer',
        notNull: false,
        checks: ['VALUE <> 5', 'VALUE >= 0 AND (VALUE <= 9)'],
      }),
    ]
    const read: string[] = []
    for (const one of written) {
      read.push(
        await inTransaction(async () => {
          await session.exec(`SET LOCAL search_path = ''; CREATE SCHEMA t`)
          await session.exec(createType(one))
          const [found] = await readTypes(session, [{ schema: 't', name: 'd', collation: false }])
          return found ? createType(found) : ''
        }),
      )
    }
    expect(read[0]).toBe(read[1])
    expect(read[0]).toContain('integer')
  })
})

describe('resolving', () => {
  test('what Postgres refuses is reported at the type, once, and not at what is made of it', async () => {
    const bad = type('bad', { kind: 'domain', base: 'integer', notNull: false, checks: ['VALU > 0'] })
    const outer = type('outer', { kind: 'composite', fields: [{ name: 'b', type: 't.bad' }] }, ['t.bad'])
    const isn = type('ean14', { kind: 'extension', extension: 'isn' })
    const one = holding('t.outer')
    const declared = {
      ...one,
      columns: one.columns.map((column) =>
        column.type === 't.outer' ? { ...column, uses: ['t.outer'] } : column,
      ),
    }
    const views = [view('t.v', 'SELECT id FROM t.s', ['t.s']), view('t.w', 'SELECT 1 AS one', [])]
    const resolution = await resolveViews(session, withTypes([bad, outer, isn], project([declared], views)))
    expect(resolution.diagnostics).toEqual([
      {
        code: 'FS205',
        place: { file: 'types.ts', line: 7, relation: 't.bad' },
        message: 'Postgres refuses the domain t.bad: column "valu" does not exist.',
        hint: 'Declare it as it is in the database.',
      },
      {
        code: 'FS205',
        place: { file: 'types.ts', line: 7, relation: 't.ean14' },
        message: expect.stringMatching(
          /^Postgres refuses the extension t\.ean14: type "t\.ean14" does not exist/,
        ),
        hint: 'Declare it as it is in the database.',
      },
    ])
    expect(resolution.views.map(({ name }) => name)).toEqual(['w'])
  })

  test('a literal that no label is, is refused with the labels', async () => {
    const views = [view('t.v', "SELECT id FROM t.s WHERE c0 = 'rad'", ['t.s'])]
    const { diagnostics } = await resolveViews(
      session,
      withTypes([color], project([holding('t.color')], views)),
    )
    expect(diagnostics).toMatchObject([
      {
        code: 'FS202',
        message: `Postgres refuses the view t.v: invalid input value for enum t.color: "rad", near "'rad'".`,
        hint: 'The labels of t.color are "red", "green".',
      },
    ])
  })

  test('a value of an opaque type is handed on, and refused wherever its meaning is asked for', async () => {
    const selects = {
      on: 'SELECT c0, c0 IS NULL AS gone, count(c0) OVER () AS n, coalesce(c0, c0) AS again FROM t.s',
      equal: 'SELECT c0 = c0 AS x FROM t.s',
      distinct: 'SELECT DISTINCT c0 FROM t.s',
      sorted: 'SELECT c0 FROM t.s ORDER BY c0',
      maximum: 'SELECT max(c0) AS x FROM t.s',
      subscript: 'SELECT c0[1] AS x FROM t.s',
      called: 'SELECT length(c0) AS x FROM t.s',
    }
    const views = Object.entries(selects).map(([name, sql]) => view(`t.${name}`, sql, ['t.s']))
    const resolution = await resolveViews(session, withTypes([opaque], project([holding('t.blob')], views)))
    expect(resolution.views.map(({ name }) => name)).toEqual(['on'])
    expect(resolution.diagnostics.map(({ place }) => place.relation)).toEqual(
      Object.keys(selects)
        .filter((name) => name !== 'on')
        .map((name) => `t.${name}`),
    )
  })

  test('collations keep their names', async () => {
    const types: readonly CompiledType[] = [
      { ...type('de-x-icu', { kind: 'collation', deterministic: true }), schema: 'pg_catalog' },
      type('Any "case"', { kind: 'collation', deterministic: false }),
    ]
    const [id, a, b] = holding('text', 'text').columns
    if (!id || !a || !b) throw new Error('no columns')
    const one = {
      ...holding(),
      columns: [
        id,
        { ...a, collation: 'pg_catalog."de-x-icu"', uses: types.slice(0, 1).map(typeKey) },
        { ...b, collation: 't."Any ""case"""', uses: types.slice(1).map(typeKey) },
      ],
    }
    const sql = `SELECT DISTINCT c0, c1, c0 = c0 COLLATE t."Any ""case""" AS x FROM t.s ORDER BY c0`
    const declared = withTypes(types, project([one], [view('t.v', sql, ['t.s'])]))
    try {
      const { diagnostics, views } = await resolveViews(session, declared)
      expect(diagnostics).toEqual([])
      expect(views[0]?.viewdef).toContain('COLLATE t."Any ""case"""')
      const [found] = await session.query<{ a: string; b: string }>(
        `SELECT (SELECT collname FROM pg_collation WHERE oid = a.attcollation) AS a, (SELECT collname FROM pg_collation WHERE oid = b.attcollation) AS b
         FROM pg_attribute a, pg_attribute b
         WHERE a.attrelid = 't.s'::regclass AND b.attrelid = a.attrelid AND a.attname = 'c0' AND b.attname = 'c1'`,
      )
      expect(found).toEqual({ a: 'de-x-icu', b: 'Any "case"' })
    } finally {
      await session.exec('DROP SCHEMA t CASCADE; DROP COLLATION pg_catalog."de-x-icu"')
    }
  })
})

describe('what a reader gets', () => {
  test('is typed as a pg client reads it', async () => {
    const types = [
      color,
      type('firm', { kind: 'domain', base: 't.color', notNull: true, checks: [] }, ['t.color']),
      type('percent', { kind: 'domain', base: 'integer', notNull: false, checks: [] }),
      type('nested', { kind: 'domain', base: 't.percent', notNull: false, checks: [] }, ['t.percent']),
      type('tags', { kind: 'domain', base: 'integer[]', notNull: false, checks: [] }),
      type('pair', { kind: 'composite', fields: [{ name: 'l', type: 't.color' }] }, ['t.color']),
      type('span', { kind: 'range', subtype: 'double precision' }),
      type('citext', { kind: 'extension', extension: 'citext' }),
      type('hstore', { kind: 'extension', extension: 'hstore' }),
      opaque,
    ]
    const values: readonly (readonly [sql: string, reads: string, value: unknown])[] = [
      [`'red'::t.color`, '"red" | "green"', 'red'],
      [`'{red,NULL}'::t.color[]`, 'string', '{red,NULL}'],
      [`'red'::t.firm`, '"red" | "green"', 'red'],
      [`'{red}'::t.firm[]`, 'string', '{red}'],
      [`5::t.percent`, 'number', 5],
      [`5::t.nested`, 'number', 5],
      [`'{5}'::t.percent[]`, 'string', '{5}'],
      [`'{5,NULL}'::t.tags`, '(number | null)[]', [5, null]],
      [`ROW('red')::t.pair`, 'string', '(red)'],
      [`'{(red)}'::t.pair[]`, 'string', '{(red)}'],
      [`'[1,2)'::t.span`, 'string', '[1,2)'],
      [`'{"[1,2)"}'::t.span[]`, 'string', '{"[1,2)"}'],
      [`'Aa'::t.citext`, 'string', 'Aa'],
      [`'{Aa}'::t.citext[]`, 'string', '{Aa}'],
      [`'a=>1'::t.hstore`, 'string', '"a"=>"1"'],
      [`'x'::t.blob`, 'string', 'x'],
    ]
    const columns = values.map(([sql], at) => `${sql} AS c${at}`)
    const declared = withTypes(types, project([], [view('t.v', `SELECT ${columns.join(', ')}`, [])]))
    const resolution = await resolveViews(session, declared)
    expect(resolution.diagnostics).toEqual([])
    const { relations } = analyzeProject(declared, resolution).project
    const reads = relations[0]?.columns.map(({ type: found }) => readerType(found, declared.reader))
    expect(reads).toEqual(values.map(([, expected]) => expected))
    const [row] = await session.query<Record<string, unknown>>('SELECT * FROM t.v')
    expect(Object.values(row ?? {})).toEqual(values.map(([, , value]) => value))
  })
})

test('a change of a type changes the key of every relation: any of them may mention it', () => {
  const plain = project([holding('integer')], [view('t.v', "SELECT 'red'::t.color AS c", [])])
  const before = relationKeys(withTypes([color], plain))
  const longer = type('color', { kind: 'enum', labels: ['red', 'green', 'blue'] })
  const after = relationKeys(withTypes([longer], plain))
  for (const [name, key] of before) expect(after.get(name)).not.toBe(key)
  // Where it is declared does not matter.
  expect(relationKeys(withTypes([{ ...color, place: { line: 8 } }], plain))).toEqual(before)
})
