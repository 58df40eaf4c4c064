import { expect, test } from 'vitest'
import {
  type Domain,
  exactly,
  hasValue,
  onlyNull,
  type Scalar,
  valuesOf,
} from '../../../src/analyze/values/domain.js'
import { analyzeValues } from '../../../src/analyze/values/analyze-values.js'
import type { ColumnState } from '../../../src/model/column-values.js'
import type { AnalyzedRelation } from '../../../src/model/analyzed-project.js'
import { errorCode } from '../../../src/model/error-code.js'
import { displayName } from '../../../src/model/relation-name.js'
import { analyzeProject } from '../../support/analyze-project.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { isEverything } from '../../support/everything.js'
import { startPglite } from '../../support/pglite.js'
import { randomQueries } from '../nullability/random-query.js'
import { project, view } from '../support/project.js'
import { sessionOf } from '../support/session.js'
import { moreExpressions } from './more-expressions.js'
import { moreQueries } from './more-queries.js'
import { columns as tableColumns, datasets, tables, types } from './more-tables.js'

const count = 500
/** 500 queries, or 10,000 of `npm run test:all`. */
const seeds = Array.from({ length: isEverything ? 20 : 1 }, (_, at) => 20260301 + at)

const domainOf = (value: unknown): Domain =>
  value === null
    ? onlyNull
    : exactly(typeof value === 'boolean' || typeof value === 'string' ? value : Number(value))

const positionOf = (relation: AnalyzedRelation | undefined, { name }: ColumnState): number =>
  relation?.columns.findIndex((column) => column.name === name) ?? -1

const matches = ({ known, values }: ColumnState, value: unknown): boolean => {
  if (value === null) return known !== 'always'
  if (known === 'never') return false
  const [only] = setItems(domainOf(value))
  return values === undefined || (only !== undefined && hasValue(valuesOf(values), only))
}

const setItems = ({ values }: Domain): readonly Scalar[] => (values.kind === 'set' ? [...values.items] : [])

/** Some joins have no plan, some functions do not work with every collation, and values can be out of range. */
const mayFail = (error: unknown): boolean => {
  const code = errorCode(error) ?? ''
  return ['0A', '21', '22'].some((kind) => code.startsWith(kind))
}

test.each(seeds)(
  'no row of a random query is outside of what is proven of its columns (%d)',
  async (seed) => {
    const db = await startPglite()
    await db.exec(types)
    const next = randomQueries(seed, (kit) => ({
      tables: tableColumns,
      ...moreExpressions(kit),
      ...moreQueries(kit),
    }))
    const queries = Array.from({ length: count }, next)
    const declared = project(
      tables,
      queries.flatMap(({ sql }, at) => [
        view(`r.q${at}`, sql, []),
        // What is proven of a view goes on in those that read it, also where an outer join leaves it out.
        ...(at % 4 === 0
          ? [
              view(`r.p${at}`, `SELECT q.*, a.x FROM r.a AS a LEFT JOIN r.q${at} AS q ON a.x > 0`, [
                `r.q${at}`,
              ]),
            ]
          : []),
      ]),
    )
    const resolution = await resolveViews(sessionOf(db), declared)
    expect(resolution.diagnostics).toEqual([])
    const { project: analyzed } = analyzeProject(declared, resolution)
    const relations = new Map<string, AnalyzedRelation>(
      analyzed.relations.map((one) => [displayName(one), one]),
    )
    const analyses = resolution.views.map(({ schema, name, tree }) => ({
      name: displayName({ schema, name }),
      relation: relations.get(displayName({ schema, name })),
      ...analyzeValues(tree.query, resolution.catalogs, relations),
    }))

    const wrong: string[] = []
    const groups = new Set<string>()
    let claims = 0
    let rowsSeen = 0
    let failures = 0
    for (const insert of datasets) {
      await db.exec(`TRUNCATE r.a, r.b; ${insert}`)
      for (const { name, relation, domains, columns, solver } of analyses) {
        const { rows } = await db
          .query<unknown[]>(`SELECT DISTINCT * FROM ${name}`, [], { rowMode: 'array' })
          .catch((error: unknown) => {
            failures += 1
            if (mayFail(error)) return { rows: [] }
            throw error
          })
        const sql = queries[Number(/\d+$/.exec(name)?.[0])]?.sql
        for (const row of rows.slice(0, 40)) {
          rowsSeen += 1
          for (const [at, domain] of domains.entries()) {
            const value = domainOf(row[at])
            const [only] = value.values.kind === 'set' ? value.values.items : []
            if (domain.values.kind !== 'any') claims += 1
            if (only === undefined ? !domain.nullable : !hasValue(domain.values, only))
              wrong.push(`column ${at} is ${String(row[at])}: ${sql}`)
          }
          const whole = columns.map((column, at) => [column, domainOf(row[at])] as const)
          for (const { by, cases } of relation?.evidence ?? []) {
            groups.add(`${name} ${by.join()}`)
            const isCase = cases.some((states) =>
              states.every((state) => matches(state, row[positionOf(relation, state)])),
            )
            if (!isCase) wrong.push(`no case of ${by.join()} for ${JSON.stringify(row.map(String))}: ${sql}`)
          }
          if (solver.isImpossible(whole)) wrong.push(`row ${JSON.stringify(row.map(String))}: ${sql}`)
        }
      }
    }
    await db.close()
    expect(wrong.slice(0, 5)).toEqual([])
    // Or nothing would have been tried.
    expect(failures).toBeLessThan(count / 5)
    expect(claims).toBeGreaterThan(10 * count)
    expect(rowsSeen).toBeGreaterThan(2 * count)
    expect(groups.size).toBeGreaterThan(count / 10)
  },
)
