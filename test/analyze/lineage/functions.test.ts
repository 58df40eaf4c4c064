import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PGlite } from '@electric-sql/pglite'
import { analyzeProject } from '../../support/analyze-project.js'
import type { AnalyzedRelation } from '../../../src/model/analyzed-project.js'
import type { CompiledView } from '../../../src/model/compiled-project.js'
import { type CompiledFunction, functionKey } from '../../../src/model/sql-function.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { startPglite } from '../../support/pglite.js'
import { project, source, view } from '../support/project.js'
import { sessionOf } from '../support/session.js'

const offers = source('l.offers', ['id integer NOT NULL', 'code text', 'size integer'], ['id'])
const rates = source(
  'l.rates',
  ['code text NOT NULL', 'rate integer', 'since integer', 'note text'],
  ['code'],
)

const fn = (name: string, body: string, more: Partial<CompiledFunction> = {}): CompiledFunction => ({
  kind: 'function',
  schema: 'l',
  name,
  comment: name,
  args: [{ name: 'c', type: 'text' }],
  returns: 'integer',
  body,
  isOwn: true,
  volatility: 'stable',
  strict: false,
  parallelSafe: true,
  calls: [],
  dependsOn: [{ schema: 'l', name: 'rates' }],
  place: {},
  ...more,
})
const rateOf = fn('rate_of', 'RETURN (SELECT r.rate FROM l.rates AS r WHERE r.code = c AND r.since > 0)')
const twice = fn('twice', 'RETURN 2 * l.rate_of(c)', { calls: [functionKey(rateOf)] })
const outside = fn('outside', 'RETURN 1', { isOwn: false })
const pure = fn('pure', 'RETURN length(c)', { dependsOn: [] })

const calling = (name: string, expression: string, called: readonly CompiledFunction[]): CompiledView => ({
  ...view(name, `SELECT o.id, ${expression} AS r FROM l.offers AS o`, ['l.offers', 'l.rates'], ['id', 'r']),
  calls: called.map(functionKey),
  through: [{ schema: 'l', name: 'rates' }],
})

const declared = {
  ...project(
    [offers, rates],
    [
      calling('l.direct', 'l.rate_of(o.code)', [rateOf]),
      calling('l.nested', 'CASE WHEN l.twice(o.code) > 3 THEN o.size END', [rateOf, twice]),
      calling('l.outer', 'l.outside(o.code)', [outside]),
      calling('l.pure_one', 'l.pure(o.code)', [pure]),
    ],
  ),
  functions: [rateOf, twice, outside, pure],
}

let db: PGlite
const analyzed = new Map<string, AnalyzedRelation>()

beforeAll(async () => {
  db = await startPglite()
  const resolution = await resolveViews(sessionOf(db), declared)
  expect(resolution.diagnostics).toEqual([])
  for (const relation of analyzeProject(declared, resolution).project.relations)
    analyzed.set(relation.name, relation)
})
afterAll(() => db.close())

const flows = (name: string): string =>
  (analyzed.get(name)?.columns[1]?.lineage ?? [])
    .map(({ relation, column, role = 'value' }) => `${relation.slice(2)}.${column} ${role}`)
    .join(', ')

test('what the body of a function reads flows into the calls of it', async () => {
  expect(flows('direct')).toBe(
    'offers.code value, rates.code condition, rates.rate value, rates.since condition',
  )
  await db.exec(`INSERT INTO l.offers VALUES (1, 'a', 1); INSERT INTO l.rates VALUES ('a', 2, 1, 'x')`)
  const read = async () => (await db.query<{ r: number }>('SELECT r FROM l.direct')).rows[0]?.r
  expect(await read()).toBe(2)
  await db.exec('UPDATE l.rates SET rate = 3')
  expect(await read()).toBe(3)
})

test('also that of a function that it calls, as a condition where the call is one', () => {
  expect(flows('nested')).toBe(
    'offers.code condition, offers.size value, rates.code condition, rates.rate condition, rates.since condition',
  )
})

test('of a function that the database has, everything that it is declared to read', () => {
  expect(flows('outer')).toBe(
    'offers.code value, rates.code both, rates.note both, rates.rate both, rates.since both',
  )
})

test('and nothing of one that reads no table', () => {
  expect(flows('pure_one')).toBe('offers.code value')
})
