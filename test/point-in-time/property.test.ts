import type { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import {
  asOf,
  column,
  countRows,
  defineProject,
  label,
  maxWhere,
  percentile,
  sortedValues,
  type RowOf,
  timeWindow,
  view,
  type FactBuilder,
} from 'fusion-store'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compileForms } from '../../src/compile/index.js'
import { createSource } from '../../src/model/create/create-relation.js'
import { startPglite } from '../support/pglite.js'
import { type Asked, type Fact, latest, type Meaning, seen, summary } from './oracle.js'
import { asked, facts } from './relations.js'

type Eb = FactBuilder<RowOf<typeof asked>, RowOf<typeof facts>>
type Values = readonly (boolean | number | readonly number[] | null)[]

const own = { onto: asked, of: facts, at: 'at', t0: 't0' } as const
const keyed = { ...own, key: { k: 'k' } } as const
const over = (eb: Eb) => ({
  n: column('Facts.', countRows()),
  best: column('Highest.', maxWhere(eb.ref('v'))),
  median: column('Median.', percentile(0.5, eb.ref('v'))),
  all_values: column('All values.', sortedValues(eb.ref('v'))),
})
const ofOne = (eb: Eb) => ({ v: column('Value.', eb.ref('v')), fact_id: column('Fact.', eb.ref('fact_id')) })
const tie = { v: 'desc', fact_id: 'desc' } as const

const choice = (sees: Meaning, row: Asked, known: readonly Fact[]): Values => {
  const found = latest(seen(row, known, sees))
  return [found !== undefined, found?.v ?? null, found?.id ?? null]
}
const windowed = (sees: Meaning, row: Asked, known: readonly Fact[]): Values =>
  summary(seen(row, known, sees))

const meaning = (belongs: Meaning['belongs'], isKeyed = true, known = false): Meaning => ({
  keyed: isKeyed,
  known,
  belongs,
})

/** Each helper with settings that differ in what they see, and what it means. */
const CASES = [
  [asOf('c0', 'C.', { ...keyed, bound: '<', tie }, ofOne), choice, meaning((h) => h < 0)],
  [asOf('c1', 'C.', { ...keyed, bound: '<=', tie }, ofOne), choice, meaning((h) => h <= 0)],
  [
    asOf('c2', 'C.', { ...keyed, bound: '<', tie, within: '3 hours' }, ofOne),
    choice,
    meaning((h) => h >= -3 && h < 0),
  ],
  [
    asOf('c3', 'C.', { ...keyed, bound: '<=', tie, within: '3 hours' }, ofOne),
    choice,
    meaning((h) => h > -3 && h <= 0),
  ],
  [
    asOf('c4', 'C.', { ...keyed, bound: '<', tie, knownAt: 'known_at' }, ofOne),
    choice,
    meaning((h) => h < 0, true, true),
  ],
  [asOf('c5', 'C.', { ...own, key: {}, bound: '<=', tie }, ofOne), choice, meaning((h) => h <= 0, false)],
  [timeWindow('w0', 'W.', { ...keyed, length: '3 hours' }, over), windowed, meaning((h) => h >= -3 && h < 0)],
  [
    timeWindow('w1', 'W.', { ...keyed, length: '3 hours', bounds: '(]' }, over),
    windowed,
    meaning((h) => h > -3 && h <= 0),
  ],
  [
    timeWindow('w2', 'W.', { ...keyed, length: '3 hours', lag: '2 hours', knownAt: 'known_at' }, over),
    windowed,
    meaning((h) => h >= -5 && h < -2, true, true),
  ],
  [
    timeWindow('w3', 'W.', { ...own, key: {}, length: 'unbounded' }, over),
    windowed,
    meaning((h) => h < 0, false),
  ],
  [
    label('l0', 'L.', { ...keyed, after: 't0', horizon: '3 hours', matureBy: 'done_to' }, over),
    (sees: Meaning, row: Asked, known: readonly Fact[]): Values => {
      const mature = row.t0 !== null && row.doneTo !== null && row.t0 + 3 <= row.doneTo
      const values = summary(seen(row, known, sees))
      return [mature, ...values.map((value) => (mature ? value : null))]
    },
    meaning((h) => h > 0 && h <= 3),
  ],
] as const

const forms = compileForms(
  defineProject({
    name: 'property',
    sql: {
      '01.sql': CASES.map(([of], at) =>
        view(`v.v${at}`, 'Reads.', { of: of as never }, (db) =>
          db.selectFrom('of' as never).selectAll('of' as never),
        ),
      ),
    },
  }),
)
if ('diagnostics' in forms) throw new Error(JSON.stringify(forms.diagnostics))
const { sources, views } = forms

let db: PGlite
beforeAll(async () => {
  db = await startPglite()
  await db.exec(`CREATE SCHEMA up; SET TimeZone = 'America/Havana'; ${sources.map(createSource).join('')}`)
})
afterAll(() => db.close())

/** The hours lie around a change of the clocks in the session's time zone. */
const instant = (hour: number | null): string =>
  hour === null ? 'NULL' : `'${new Date(Date.parse('2026-03-08T00:00Z') + hour * 3_600_000).toISOString()}'`

const orNull = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null, freq: 12 })
const hour = orNull(fc.integer({ min: 0, max: 12 }))
const key = orNull(fc.integer({ min: 1, max: 2 }))
const value = orNull(fc.integer({ min: 0, max: 3 }))
const numbered = <T extends object>(rows: readonly T[]) => rows.map((row, id) => ({ ...row, id }))
const askedRows = fc
  .array(fc.record({ k: key, t0: hour, doneTo: hour }), { minLength: 5, maxLength: 25 })
  .map(numbered)
const factRows = fc
  .array(fc.record({ k: key, at: hour, knownAt: hour, v: value }), { maxLength: 25 })
  .map(numbered)

it('gives the rows of the oracle, over random rows with ties and NULLs', async () => {
  let rows = 0
  const check = async (given: readonly Asked[], known: readonly Fact[]): Promise<void> => {
    const lists = [
      given.map(({ id, k, t0, doneTo }) => `(${id}, ${k}, ${instant(t0)}, ${instant(doneTo)}, 0)`),
      known.map(
        ({ id, k, at, knownAt, v }) => `(${id}, ${k}, ${instant(at)}, ${instant(knownAt)}, ${v}, 'x')`,
      ),
    ]
    const inserts = ['up.asked', 'up.facts'].map((table, at) =>
      lists[at]?.length ? `INSERT INTO ${table} VALUES ${lists[at]?.join()};` : '',
    )
    await db.exec(`TRUNCATE up.asked, up.facts; ${inserts.join('')}`)
    for (const [at, [of, expected, sees]] of CASES.entries()) {
      const meant = given.map((row) => [row.id, ...expected(sees, row, known)])
      for (const select of [views[at]?.compiled, views[at]?.plain]) {
        const found = await db.query<unknown[]>(`SELECT * FROM (${select}) AS t ORDER BY id`, [], {
          rowMode: 'array',
        })
        const read = found.rows.map(([id, , , , , ...values]) => [id, ...values])
        expect(read, of.declaration.name).toEqual(meant)
      }
      rows += given.length
    }
  }
  await fc.assert(fc.asyncProperty(askedRows, factRows, check), { numRuns: 30, seed: 20_261_127 })
  expect(rows).toBeGreaterThan(30 * 5 * CASES.length)
})
