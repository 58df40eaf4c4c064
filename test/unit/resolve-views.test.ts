import { startPglite } from '../support/pglite.js'
import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { quoteIdentifier } from '../../src/model/quote-identifier.js'
import { type CompiledFunction, functionKey } from '../../src/model/sql-function.js'
import { readNodeTree } from '../../src/pgtree/index.js'
import { resolveInParts, type ResolveSession, resolveViews } from '../../src/resolve/index.js'
import { project, source, view } from '../analyze/support/project.js'
import { sessionOf } from '../analyze/support/session.js'

let db: PGlite
let session: ResolveSession

beforeAll(async () => {
  db = await startPglite()
  session = sessionOf(db)
})

beforeEach(async () => {
  await db.exec('DROP SCHEMA IF EXISTS "S x" CASCADE; DROP SCHEMA IF EXISTS t CASCADE')
})

afterAll(async () => {
  await db.close()
})

const base = source('t.base', ['id bigint NOT NULL', 'x numeric(10,2)', 'y text[]'], ['id'])

describe('resolveViews', () => {
  test('gives the columns and types as Postgres resolved them', async () => {
    const odd = source('S x.user', ['group integer NOT NULL', 'kä"se jsonb'])
    const views = [
      view(
        't.v',
        `SELECT b.id + 1 AS next, b.x, b.y[1] AS "First", u."kä""se" FROM t.base AS b, "S x"."user" AS u`,
        ['t.base', 'S x.user'],
      ),
    ]
    const {
      sources,
      views: resolved,
      catalogs,
      diagnostics,
    } = await resolveViews(session, project([base, odd], views))
    expect(diagnostics).toEqual([])
    expect(sources.map(({ schema, name }) => [schema, name])).toEqual([
      ['t', 'base'],
      ['S x', 'user'],
    ])
    expect(sources[0]?.columns).toEqual([
      { name: 'id', type: { schema: 'pg_catalog', name: 'int8', sql: 'bigint' }, notNull: true },
      { name: 'x', type: { schema: 'pg_catalog', name: 'numeric', sql: 'numeric(10,2)' }, notNull: false },
      { name: 'y', type: { schema: 'pg_catalog', name: '_text', sql: 'text[]' }, notNull: false },
    ])
    expect(resolved[0]?.columns.map(({ name, type }) => [name, type.sql])).toEqual([
      ['next', 'bigint'],
      ['x', 'numeric(10,2)'],
      ['First', 'text'],
      ['kä"se', 'jsonb'],
    ])
    expect(resolved[0]?.viewdef).toContain('FROM t.base b,\n    "S x"."user" u')
    expect([...catalogs.operators.values()]).toMatchObject([
      { name: '+', signature: 'bigint,integer', builtIn: true },
    ])
    expect([...catalogs.relations.values()].map(({ name, columns }) => [name, columns])).toContainEqual([
      'user',
      ['group', 'kä"se'],
    ])
  })

  test('reports every refused relation once, and not those that read one', async () => {
    const bad = source('t.bad', ['id nosuchtype NOT NULL'])
    const views = [
      view('t.good', 'SELECT id FROM t.base', ['t.base']),
      view('t.typo', 'SELECT id,\n  nosuch FROM t.good', ['t.good']),
      view('t.onTypo', 'SELECT id FROM t.typo', ['t.typo']),
      view('t.onOnTypo', 'SELECT id FROM t."onTypo"', ['t.onTypo']),
      view('t.onBad', 'SELECT id FROM t.bad', ['t.bad']),
      view('t.types', "SELECT id + 'x'::text AS z FROM t.good", ['t.good']),
      view('t.last', 'SELECT id FROM t.good', ['t.good']),
    ]
    const resolution = await resolveViews(session, project([base, bad], views))
    expect(resolution.views.map(({ name }) => name)).toEqual(['good', 'last'])
    expect(resolution.sources.map(({ name }) => name)).toEqual(['base'])
    expect(resolution.diagnostics).toEqual([
      {
        code: 'FS201',
        place: { file: 'views/sources.ts', line: 1, relation: 't.bad' },
        message:
          'Postgres refuses the source table t.bad: type "nosuchtype" does not exist, near "nosuchtype NOT NULL".',
        hint: 'Correct the types, the columns or the key of the source.',
      },
      {
        code: 'FS202',
        place: { file: 'views/views.ts', line: 2, relation: 't.typo' },
        message:
          'Postgres refuses the view t.typo: column "nosuch" does not exist, near "nosuch FROM t.good".',
        hint: 'Correct the expression in the module that declares the view.',
      },
      {
        code: 'FS202',
        place: { file: 'views/views.ts', line: 2, relation: 't.types' },
        message: expect.stringMatching(
          /^Postgres refuses the view t.types: operator does not exist: bigint \+ text/,
        ),
        hint: expect.stringMatching(/operator/),
      },
    ])
  })

  test('creates what some views read, and reads back those alone', async () => {
    const other = source('t.other', ['id integer NOT NULL'])
    const views = [
      view('t.one', 'SELECT id FROM t.base', ['t.base']),
      view('t.aside', 'SELECT id FROM t.other', ['t.other']),
      view('t.two', 'SELECT id FROM t.one', ['t.one']),
      view('t.three', 'SELECT id FROM t.two', ['t.two']),
    ]
    const resolution = await resolveViews(session, project([base, other], views), new Set(['t.two']))
    expect(resolution.views.map(({ name }) => name)).toEqual(['two'])
    expect(resolution.sources.map(({ name }) => name)).toEqual(['base'])
    expect([...resolution.catalogs.relations.values()]).toContainEqual({
      schema: 't',
      name: 'one',
      columns: ['id'],
    })
    const { rows } = await db.query<{ name: string }>(
      `SELECT relname::text AS name FROM pg_class WHERE relnamespace = 't'::regnamespace AND relkind = 'v' ORDER BY 1`,
    )
    expect(rows.map(({ name }) => name)).toEqual(['one', 'two'])
  })

  test('reads a function before the views that call it, also one that is named as a table', async () => {
    const fn: CompiledFunction = {
      kind: 'function',
      schema: 't',
      name: 'base',
      comment: '',
      args: [{ name: 'n', type: 'bigint' }],
      returns: 'bigint',
      body: 'RETURN n + 1',
      isOwn: true,
      volatility: 'immutable',
      strict: false,
      parallelSafe: true,
      calls: [],
      dependsOn: [],
      place: { file: 'views/functions.ts', line: 3 },
    }
    const plain = Array.from({ length: 120 }, (_, at) =>
      view(`t.v${at}`, 'SELECT id FROM t.base', ['t.base']),
    )
    const calling = {
      ...view('t.calling', 'SELECT t.base(id) AS id FROM t.v0', ['t.v0']),
      calls: [functionKey(fn)],
    }
    const silent = view('t.silent', 'SELECT t.base(id) AS id FROM t.v1', ['t.v1'])
    const parts = []
    const declared = { ...project([base], [...plain, calling, silent]), functions: [fn] }
    for await (const part of resolveInParts(session, declared)) parts.push(part)
    expect(parts.map(({ sources, views }) => [sources.length, views.length])).toEqual([
      [1, 99],
      [0, 23],
      [0, 0],
    ])
    expect([...(parts[1]?.catalogs.bodies?.values() ?? [])]).toMatchObject([{ isUnknown: false }])
    expect(
      parts.map(({ diagnostics }) => diagnostics.map(({ code, place }) => [code, place.relation])),
    ).toEqual([[], [], [['FS207', 't.silent']]])
  })

  test('reports what is refused in a later part, and goes on after it', async () => {
    const views = Array.from({ length: 250 }, (_, at) => {
      const below = at < 10 ? 'base' : `v${at - 10}`
      return view(`t.v${at}`, `SELECT ${at === 150 ? 'nosuch' : 'id'} FROM t.${below}`, [`t.${below}`])
    })
    const { views: resolved, diagnostics } = await resolveViews(session, project([base], views))
    expect(diagnostics.map(({ code, place }) => [code, place.relation])).toEqual([['FS202', 't.v150']])
    expect(resolved.map(({ name }) => name)).toEqual(
      views.map(({ name }) => name).filter((_, at) => at < 150 || at % 10 !== 0),
    )
  })

  test('does not blame a view for a lost connection', async () => {
    const lost: ResolveSession = {
      query: async () => [],
      exec: async () => {
        throw Object.assign(new Error('terminating connection'), { code: '57P01', severity: 'FATAL' })
      },
    }
    await expect(resolveViews(lost, project([base], []))).rejects.toThrow('terminating connection')
  })

  test('knows every node of the views that come with Postgres', async () => {
    const { rows } = await db.query<{ name: string; tree: string }>(
      `SELECT ev_class::regclass::text AS name, ev_action::text AS tree FROM pg_rewrite WHERE rulename = '_RETURN'`,
    )
    expect(rows.length).toBeGreaterThan(100)
    expect(
      rows.flatMap(({ name, tree }) => readNodeTree(tree).unknownKinds.map((kind) => `${name}: ${kind}`)),
    ).toEqual([])
  })
})

test('quoteIdentifier quotes as Postgres does', async () => {
  const odd = ['', 'a', '_a1', 'a$b', 'A', 'iPhone', '1a', 'ä', 'a b', 'a"b', 'a.b', 'mood', 'select_']
  const { rows } = await db.query<{ word: string; quoted: string }>(
    `SELECT word, quote_ident(word) AS quoted
     FROM (SELECT word FROM pg_get_keywords() UNION ALL SELECT unnest($1::text[])) AS w (word)`,
    [odd],
  )
  expect(rows.length).toBeGreaterThan(400)
  for (const { word, quoted } of rows) expect(quoteIdentifier(word)).toBe(quoted)
})
