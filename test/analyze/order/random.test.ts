import { startPglite } from '../../support/pglite.js'
import type { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { analyzeProject } from '../../support/analyze-project.js'
import type { AnalyzedRelation } from '../../../src/model/analyzed-project.js'
import { orderKinds } from '../../../src/model/determinism-rules.js'
import { quoteIdentifier, quoteRelation } from '../../../src/model/quote-identifier.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { project, source, view } from '../support/project.js'
import { sessionOf } from '../support/session.js'
import { sources } from './cases.js'
import { drawSql } from './draw-sql.js'

const QUERIES = Number(process.env['ORDER_QUERIES'] ?? 1500)
const SEED = Number(process.env['ORDER_SEED'] ?? 20_261_126)

/** Few rows with many ties, and NULLs where there may be any. */
const rows = `
INSERT INTO shop.store SELECT g, 'c' || g % 2 FROM generate_series(1, 4) g;
INSERT INTO shop.item (id, store_id, price, amount, title, at)
  SELECT g, 1 + g % 3, nullif(g % 3, 0), g % 2, 't' || g % 3, '2024-01-01' FROM generate_series(1, 9) g;
INSERT INTO shop.scan SELECT 1 + g % 4, g / 4, nullif(g % 3, 1) FROM generate_series(0, 11) g;
INSERT INTO shop.loose SELECT nullif(g % 4, 3), nullif('k' || g % 3, 'k2'), g % 2 FROM generate_series(0, 9) g;
INSERT INTO shop.loose SELECT 1, 'k1', 1 FROM generate_series(1, 2);`

/** The same rows, written again in an order that a number decides. */
const shuffle = (seed: number): string =>
  sources
    .map(
      ([name]) => `CREATE TEMPORARY TABLE kept AS SELECT * FROM ${name} AS t ORDER BY md5(t::text || ${seed});
       DELETE FROM ${name}; INSERT INTO ${name} SELECT * FROM kept; DROP TABLE kept;`,
    )
    .join('')

const plans = [
  '',
  'SET enable_hashjoin = off; SET enable_hashagg = off;',
  'SET enable_mergejoin = off; SET enable_nestloop = off;',
  'RESET ALL; SET enable_sort = off; SET enable_indexscan = off; SET enable_bitmapscan = off;',
]

let db: PGlite
let views: readonly AnalyzedRelation[] = []
const answers = new Map<string, Set<string>>()
const isAgainst = ({ leaks }: AnalyzedRelation): boolean =>
  leaks.some(({ kind }) => orderKinds.includes(kind))

beforeAll(async () => {
  db = await startPglite()
  await db.exec("CREATE SCHEMA shop; CREATE TYPE shop.color AS ENUM ('red', 'blue')")
  const drawn = fc.sample(fc.array(fc.nat(10_000), { minLength: 30, maxLength: 60 }), {
    numRuns: QUERIES,
    seed: SEED,
  })
  const declared = project(
    sources.map(([name, columns, key]) => source(name, columns, key)),
    drawn.map((numbers, at) =>
      view(
        `shop.v${at}`,
        drawSql(numbers),
        sources.map(([name]) => name),
      ),
    ),
  )
  const resolution = await resolveViews(sessionOf(db), declared)
  views = analyzeProject(declared, resolution).project.relations.filter(({ kind }) => kind === 'view')
  await db.exec(rows)
  for (const [at, plan] of plans.entries()) {
    await db.exec(plan + shuffle(at))
    for (const one of views) {
      const { rows: found } = await db.query<{ text: string }>(
        `SELECT coalesce(string_agg(v::text, ' ' ORDER BY v::text), '') AS text FROM ${quoteRelation(one)} AS v`,
      )
      const known = answers.get(one.name) ?? new Set()
      answers.set(one.name, known.add(found[0]?.text ?? ''))
    }
  }
}, 600_000)
afterAll(() => db.close())

it('draws queries that Postgres takes, some of which the analysis has nothing against', () => {
  expect(views.length).toBeGreaterThan(QUERIES * 0.8)
  const against = views.filter(isAgainst)
  expect(against.length).toBeGreaterThan(QUERIES / 5)
  expect(views.length - against.length).toBeGreaterThan(QUERIES / 5)
})

it('has nothing against a query only when it gives the same rows in every order and by every plan', () => {
  const faults = views.filter((one) => !isAgainst(one) && (answers.get(one.name)?.size ?? 0) > 1)
  expect(faults.map(({ viewdef }) => viewdef)).toEqual([])
})

it('is not against everything: most queries that it is against do give other rows', () => {
  const against = views.filter(isAgainst)
  const moved = against.filter(({ name }) => (answers.get(name)?.size ?? 0) > 1)
  expect(moved.length).toBeGreaterThan(against.length / 3)
})

it('finds no key that repeats', async () => {
  const faults: string[] = []
  for (const one of views) {
    for (const key of one.uniqueKeys) {
      const list = key.map((column) => `v.${quoteIdentifier(column)}`).join(', ')
      const { rows: found } = await db.query<{ repeated: number }>(
        `SELECT (count(*) - count(DISTINCT ROW(${list})))::int AS repeated FROM ${quoteRelation(one)} AS v`,
      )
      if (found[0]?.repeated !== 0) faults.push(`(${key.join(', ')}) of ${one.viewdef}`)
    }
  }
  expect(faults).toEqual([])
})
