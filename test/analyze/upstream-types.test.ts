import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyzeProject } from '../support/analyze-project.js'
import { embeddedProvider } from '../../src/postgres/embedded/embedded-provider.js'
import type { Server } from '../../src/postgres/provider.js'
import type { Session } from '../../src/postgres/session.js'
import type { AnalyzedRelation } from '../../src/model/analyzed-project.js'
import type { CompiledType, TypeDefinition } from '../../src/model/upstream-type.js'
import { resolveViews } from '../../src/resolve/index.js'
import { project, source, view } from './support/project.js'

const type = (name: string, definition: TypeDefinition): CompiledType => ({
  schema: name.startsWith('de-') ? 'pg_catalog' : 'shop',
  name,
  definition,
  uses: [],
  executesDifferently: null,
  place: {},
})

const types = [
  type('color', { kind: 'enum', labels: ['red', 'green', 'blue'] }),
  type('percent', { kind: 'domain', base: 'integer', notNull: false, checks: ['VALUE BETWEEN 0 AND 100'] }),
  type('firm', { kind: 'domain', base: 'shop.color', notNull: true, checks: [] }),
  type('workday', { kind: 'domain', base: 'date', notNull: false, checks: [] }),
  type('money', {
    kind: 'composite',
    fields: [
      { name: 'amount', type: 'numeric' },
      { name: 'due', type: 'date' },
    ],
  }),
  type('span', { kind: 'range', subtype: 'double precision' }),
  type('days', { kind: 'range', subtype: 'shop.workday' }),
  type('citext', { kind: 'extension', extension: 'citext' }),
  type('ltree', { kind: 'extension', extension: 'ltree' }),
  type('hstore', { kind: 'extension', extension: 'hstore' }),
  type('blob', { kind: 'opaque' }),
  type('de-x-icu', { kind: 'collation', deterministic: true }),
  type('any_case', { kind: 'collation', deterministic: false }),
]

const items = source(
  'shop.items',
  [
    'id integer NOT NULL',
    'color shop.color NOT NULL',
    'other shop.color',
    'colors shop.color[] NOT NULL',
    'rebate shop.percent NOT NULL',
    'firm shop.firm NOT NULL',
    'day shop.workday NOT NULL',
    'price shop.money NOT NULL',
    'size shop.span NOT NULL',
    'open shop.days NOT NULL',
    'email shop.citext NOT NULL',
    'email2 shop.citext',
    'path shop.ltree NOT NULL',
    'more shop.hstore NOT NULL',
    'blob shop.blob NOT NULL',
    'title text NOT NULL',
  ],
  ['id'],
)

/** What each expression over `items` gives: `!` never NULL, `?` perhaps NULL; and what it depends on besides the data. */
const cases: readonly (readonly [verdict: '!' | '?', leaks: string, expression: string])[] = [
  // Enums.
  ['!', '', "color = 'red'"],
  ['!', '', "color > 'red'"],
  ['!', '', "color IN ('red', 'green')"],
  ['!', '', 'color IS DISTINCT FROM other'],
  ['?', '', "other = 'red'"],
  ['?', '', 'color = ANY (colors)'],
  ['!', '', 'color::text'],
  ['!', '', 'title::shop.color'],
  ['!', '', "least(color, 'green')"],
  ['!', '', "coalesce(other, 'red')"],
  ['?', '', "nullif(color, 'red')"],
  ['?', '', 'enum_first(color)'],
  ['!', '', 'jsonb_build_object(color::text, colors)'],
  // Domains.
  ['!', '', 'rebate + 1'],
  ['!', '', 'id::shop.percent'],
  ['!', '', "firm::shop.color = 'red'"],
  ['!', '', 'other::shop.firm'],
  ['!', 'timezone', 'day::text'],
  ['!', 'cast', 'title::shop.workday'],
  // Composites.
  ['?', '', '(price).amount'],
  ['?', 'timezone', '((price).due)::text'],
  ['!', 'timezone', 'price::text'],
  ['!', '', 'price = price'],
  ['!', '', 'price IS NOT NULL'],
  // Ranges.
  ['!', '', 'size @> 1::double precision'],
  ['!', '', 'size && size'],
  ['?', '', 'lower(size)'],
  ['!', '', 'isempty(size)'],
  ['!', 'digits', 'size::text'],
  ['!', 'timezone', 'open::text'],
  // Extensions: comparisons by citext itself, which nobody can look into; not so what is text by a cast.
  ['!', 'unreadable', "email = 'A'"],
  ['!', 'unreadable', "email <> 'A'"],
  ['?', 'unreadable', "email2 = 'A'"],
  ['?', 'unreadable', "email ~ 'A'"],
  ['!', '', "lower(email) = 'a'"],
  ['!', '', 'email::text'],
  ['!', 'unreadable', "path = 'a.b'"],
  ['?', 'unreadable', "path <@ 'a'"],
  ['?', 'unreadable', "more -> 'a'"],
  // Opaque types: text of unknown making.
  ['!', '', 'blob'],
  ['!', 'session', 'blob::text'],
  ['!', '', 'blob IS NULL'],
  // Collations.
  ['!', '', `title < 'a' COLLATE "de-x-icu"`],
  ['!', '', "title = 'a' COLLATE shop.any_case"],
]

let server: Server
let session: Session
let found: AnalyzedRelation | undefined

beforeAll(async () => {
  server = await embeddedProvider({ extensions: true }).start()
  session = await server.connect()
  const columns = cases.map(([, , expression], at) => `${expression} AS c${at}`)
  const views = [view('shop.v', `SELECT ${columns.join(', ')} FROM shop.items`, ['shop.items'])]
  const declared = { ...project([items], views), types }
  const resolution = await resolveViews(session, declared)
  expect(resolution.diagnostics.map(({ message }) => message)).toEqual([])
  found = analyzeProject(declared, resolution).project.relations.find(({ kind }) => kind === 'view')
})
afterAll(() => server?.stop())

describe('values of upstream types', () => {
  test.each(cases.map(([verdict, leaks, expression], at) => ({ verdict, leaks, expression, at })))(
    '$expression $verdict $leaks',
    ({ verdict, leaks, at }) => {
      const column = found?.columns[at]
      expect(column?.nullability.nullable).toBe(verdict === '?')
      const kinds = found?.leaks.filter((leak) => leak.column === `c${at}`).map(({ kind }) => kind)
      expect([...new Set(kinds)].join(' ')).toBe(leaks)
    },
  )

  test('never are NULL where it is said so', async () => {
    await session.exec(`
      INSERT INTO shop.items SELECT n, 'blue', NULL, '{NULL}', 0, 'red', 'infinity', '(,)', 'empty', 'empty', '', NULL, '', '', '', 'red'
      FROM generate_series(1, 2) AS n;
      UPDATE shop.items SET price = '(NaN,infinity)', size = '(,)', email = 'a', other = 'red' WHERE id = 2;`)
    // Text that is no date, and NULL for a domain that takes none, are errors and no NULL.
    const asked = cases.flatMap(([verdict, , expression], at) =>
      verdict === '!' && !/workday$|other::/.test(expression) ? [`c${at}`] : [],
    )
    const rows = await session.query<Record<string, unknown>>(`SELECT ${asked.join(', ')} FROM shop.v`)
    expect(rows).toHaveLength(2)
    for (const row of rows)
      for (const [name, value] of Object.entries(row)) expect([name, value]).not.toContain(null)
  })

  test('a function that nobody can look into is named as the allow-list names it', () => {
    const callees = found?.leaks.flatMap(({ callee }) => callee ?? [])
    expect(callees).toContain('shop.citext_eq(shop.citext,shop.citext)')
    expect(callees).toContain('shop.ltree_risparent(shop.ltree,shop.ltree)')
  })
})
