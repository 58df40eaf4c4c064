import type { PGlite } from '@electric-sql/pglite'
import { expect, test } from 'vitest'
import { claimsOf } from '../../../src/analyze/index.js'
import { analyzeProject } from '../../support/analyze-project.js'
import { sameColumns } from '../../../src/analyze/equivalence/same-columns.js'
import { displayName } from '../../../src/model/relation-name.js'
import { type Resolution, resolveViews } from '../../../src/resolve/index.js'
import type { CompiledView } from '../../../src/model/compiled-project.js'
import { isEverything } from '../../support/everything.js'
import { startPglite } from '../../support/pglite.js'
import { startZ3 } from '../../support/z3.js'
import { randomQueries, type RandomQuery } from '../nullability/random-query.js'
import { datasets, tables } from '../nullability/random-tables.js'
import { project, view } from '../support/project.js'
import { sessionOf } from '../support/session.js'

/** Queries of each test; twenty times as many in `npm run test:all`. */
const count = isEverything ? 2_000 : 30

/** The views that Postgres accepts, resolved; and the tables as they were analyzed. */
const resolved = async (db: PGlite, views: readonly CompiledView[]) => {
  const resolution = await resolveViews(sessionOf(db), project(tables, views))
  const { project: analyzed } = analyzeProject(project(tables, []), { ...resolution, views: [] })
  return { resolution, relations: new Map(analyzed.relations.map((one) => [displayName(one), one])) }
}

const treeOf = ({ views }: Resolution, name: string) =>
  views.find((one) => displayName(one) === name)?.tree.query

/** All rows of a query, for all tables. A query that has no plan for some rows has none. */
async function* rowsOf(
  db: PGlite,
  selects: readonly string[],
): AsyncGenerator<readonly unknown[][][] | null> {
  for (const insert of datasets) {
    await db.exec(`TRUNCATE r.a, r.b; ${insert}`)
    const all: unknown[][][] = []
    for (const select of selects) {
      const rows = await db.query<unknown[]>(select, [], { rowMode: 'array' }).catch(() => null)
      all.push(rows?.rows ?? [['no plan']])
    }
    yield all
  }
}

/** Conditions over the columns of a query: some hold always, some for most rows, some never. */
const conditionsOn = ({ types }: RandomQuery): readonly string[] => {
  const all = types.map((type, at) => ({ type, ref: `w.c${at}` }))
  const ints = all.filter(({ type }) => type === 'int').map(({ ref }) => ref)
  const others = all.filter(({ type }) => type === 'bool').map(({ ref }) => ref)
  const pairs = ints.flatMap((one) =>
    ints.filter((other) => other > one).map((other) => [one, other] as const),
  )
  return [
    ...pairs.flatMap(([one, other]) => [
      `(${one} <= ${other}) IS NOT FALSE`,
      `(${one} IS NULL) = (${other} IS NULL)`,
      `${one} IS NOT NULL OR ${other} IS NULL`,
      `${one} = 0 OR ${other} <> 0 OR ${other} IS NULL`,
    ]),
    ...ints.flatMap((one) => [
      `(${one} >= 0) IS NOT FALSE`,
      `(${one} < 3) IS NOT FALSE`,
      `${one} IS NOT NULL`,
    ]),
    ...others.flatMap((one) => [
      `${one} IS NOT FALSE`,
      `NOT (${one} AND ${ints[0] ?? '0'} < 0) IS NOT FALSE`,
    ]),
  ].slice(0, 8)
}

test('a condition that is proven of a random query is true of its rows', async () => {
  const db = await startPglite()
  const z3 = await startZ3()
  const next = randomQueries(20260401)
  const queries = Array.from({ length: count }, next)
  const { resolution, relations } = await resolved(
    db,
    queries.map((query, at) =>
      view(
        `r.q${at}`,
        `SELECT ${conditionsOn(query)
          .map((condition, n) => `(${condition}) AS k${n}`)
          .join(', ')} FROM (${query.sql}) AS w`,
        [],
      ),
    ),
  )
  const proven: { readonly name: string; readonly at: number; readonly by: string }[] = []
  const wrong: string[] = []
  let asked = 0
  for (const { schema, name, tree } of resolution.views)
    for (const [at, claim] of claimsOf(tree.query, resolution.catalogs, relations, new Map()).entries()) {
      if (claim.kind === 'proven') proven.push({ name: `${schema}.${name}`, at, by: 'analysis' })
      else if (claim.kind === 'open') {
        asked += 1
        if ((await z3.ask(claim.script)) === 'unsat')
          proven.push({ name: `${schema}.${name}`, at, by: 'solver' })
      }
    }
  z3.close()
  const names = [...new Set(proven.map(({ name }) => name))]
  for await (const rows of rowsOf(
    db,
    names.map((name) => `SELECT DISTINCT * FROM ${name}`),
  ))
    for (const { name, at, by } of proven)
      for (const row of rows?.[names.indexOf(name)] ?? [])
        if (row[0] !== 'no plan' && row[at] !== true)
          wrong.push(`${by}: condition ${at} of ${queries[Number(name.slice(3))]?.sql}`)
  await db.close()
  expect(wrong.slice(0, 5)).toEqual([])
  // Or nothing would have been asked, which could be answered wrongly.
  expect(asked).toBeGreaterThan(2 * count)
  expect(proven.filter(({ by }) => by === 'solver').length).toBeGreaterThan(0)
  expect(proven.filter(({ by }) => by === 'analysis').length).toBeGreaterThan(count / 2)
}, 3_600_000)

/** What one edit makes of a query. */
const edits: readonly (readonly [from: RegExp, to: string])[] = [
  [/ AND /, ' OR '],
  [/ OR /, ' AND '],
  [/ < /, ' <= '],
  [/ >= /, ' > '],
  [/ = /, ' <> '],
  [/coalesce\(/, 'greatest('],
  [/greatest\(/, 'coalesce('],
  [/LEFT JOIN/, 'JOIN'],
  [/RIGHT JOIN/, 'LEFT JOIN'],
  [/IS NULL/, 'IS NOT NULL'],
  [/count\(/, 'max('],
  [/max\(/, 'min('],
  [/ ELSE /, ' WHEN true THEN '],
  [/\(NOT /, '(NOT NOT '],
  [/ WHERE /, ' WHERE true AND '],
  [/ \+ /, ' + 0 + '],
  [/\b1\b/, '2'],
  [/\b0\b/, '1'],
]

test('columns that are proven the same in an edited random query have the same values', async () => {
  const db = await startPglite()
  const z3 = await startZ3()
  const next = randomQueries(20260402)
  const queries = Array.from({ length: count }, next).flatMap(({ sql }, n) =>
    [0, 1, 2].map((k) => {
      const [from, to] = edits[(n * 7 + k * 5) % edits.length] ?? [/^/, '']
      return { sql, edited: `SELECT w.* FROM (${sql.replace(from, to)}) AS w` }
    }),
  )
  const { resolution, relations } = await resolved(
    db,
    queries.flatMap(({ sql, edited }, at) => [view(`r.q${at}`, sql, []), view(`r.e${at}`, edited, [])]),
  )
  const proven: { readonly at: number; readonly columns: readonly string[] }[] = []
  const { catalogs } = resolution
  let asked = 0
  const ask = async (script: string): Promise<boolean> => {
    asked += 1
    return (await z3.ask(script)) === 'unsat'
  }
  for (const at of queries.keys()) {
    const [before, after] = [treeOf(resolution, `r.q${at}`), treeOf(resolution, `r.e${at}`)]
    if (before === undefined || after === undefined) continue
    const known = { catalogs, dependencies: relations }
    const same = await sameColumns({ query: before, ...known }, { query: after, ...known }, ask)
    if (same !== null) proven.push({ at, columns: [...same] })
  }
  z3.close()
  const wrong: string[] = []
  const selects = proven.flatMap(({ at, columns }) =>
    ['q', 'e'].map(
      (side) => `SELECT ${columns.map((column) => `"${column}"`).join(', ')} FROM r.${side}${at}`,
    ),
  )
  for await (const rows of rowsOf(db, selects))
    for (const [n, { at }] of proven.entries()) {
      const [one, other] = [rows?.[2 * n], rows?.[2 * n + 1]].map((side) =>
        (side ?? []).map((row) => JSON.stringify(row.map(String))).toSorted(),
      )
      if (JSON.stringify(one) !== JSON.stringify(other) && !one?.join().includes('no plan'))
        wrong.push(`${queries[at]?.sql}\n${queries[at]?.edited}`)
    }
  await db.close()
  expect(wrong.slice(0, 3)).toEqual([])
  // Or nothing would have been proven.
  expect(proven.flatMap(({ columns }) => columns).length).toBeGreaterThan(count / 2)
  expect(asked).toBeGreaterThan(count / 10)
}, 3_600_000)
