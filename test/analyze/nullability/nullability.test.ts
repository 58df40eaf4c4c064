import { startPglite } from '../../support/pglite.js'
import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyzeProject } from '../../support/analyze-project.js'
import type { AnalyzedRelation } from '../../../src/model/analyzed-project.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { project, view } from '../support/project.js'
import { sessionOf } from '../support/session.js'
import { aggregateCases } from './aggregate-cases.js'
import { functionCases } from './function-cases.js'
import { joinCases } from './join-cases.js'
import { logicCases } from './logic-cases.js'
import { queryCases } from './query-cases.js'
import { datasets, prelude, tables } from './tables.js'

const cases = [...joinCases, ...logicCases, ...aggregateCases, ...queryCases, ...functionCases].map(
  (one, at) => ({ ...one, name: `v${at}` }),
)
const analyzed = new Map<string, AnalyzedRelation>()
let db: PGlite

beforeAll(async () => {
  db = await startPglite()
  await db.exec(prelude)
  const views = cases.map(({ name, sql }) => view(`t.${name}`, sql, []))
  const declared = project(tables, views)
  const resolution = await resolveViews(sessionOf(db), declared)
  expect(resolution.diagnostics.map(({ message }) => message)).toEqual([])
  const outcome = analyzeProject(declared, resolution)
  for (const relation of outcome.project.relations) analyzed.set(relation.name, relation)
})

afterAll(async () => {
  await db.close()
})

/** A JSON null is a value, and parsing makes JavaScript's null of it. */
const unparsedJson = { 114: (text: string) => text, 3802: (text: string) => text }

const columnsOf = (name: string) => analyzed.get(name)?.columns ?? []

describe('finds what can be NULL and what cannot', () => {
  test.each(cases)('$sql', ({ name, expected }) => {
    const found = columnsOf(name).map((column) => column.name + (column.nullability.nullable ? '?' : '!'))
    expect(found.join(' ')).toBe(expected)
  })

  test('with a reason for each column that can be', () => {
    for (const { name } of cases) {
      for (const { nullability } of columnsOf(name)) {
        if (nullability.nullable) expect(nullability.because).toMatch(/^\S.{5,100}[^.]$/)
      }
    }
  })
})

describe('is sound: no column said never to be NULL holds one', () => {
  test.each(Object.entries(datasets))('with %s tables', async (_, insert) => {
    await db.exec('TRUNCATE t.a, t.b, t.e')
    await db.exec(insert)
    const wrong: string[] = []
    let rowsSeen = 0
    for (const { name, sql } of cases) {
      const { rows, fields } = await db.query<unknown[]>(`SELECT * FROM t.${name}`, [], {
        rowMode: 'array',
        parsers: unparsedJson,
      })
      rowsSeen += rows.length
      for (const [at, column] of columnsOf(name).entries()) {
        expect(fields[at]?.name).toBe(column.name)
        if (!column.nullability.nullable && rows.some((row) => row[at] === null)) {
          wrong.push(`${column.name} of ${sql}`)
        }
      }
    }
    expect(wrong).toEqual([])
    expect(rowsSeen).toBeGreaterThan(0)
  })
})
