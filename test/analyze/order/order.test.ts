import { startPglite } from '../../support/pglite.js'
import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyzeProject } from '../../support/analyze-project.js'
import type { AnalyzedRelation } from '../../../src/model/analyzed-project.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { project, source, view } from '../support/project.js'
import { sessionOf } from '../support/session.js'
import { orderCases, sources } from './cases.js'

const named = orderCases.map((one, at) => ({ ...one, view: `v${at}` }))
const found = new Map<string, AnalyzedRelation>()
let db: PGlite

beforeAll(async () => {
  db = await startPglite()
  await db.exec("CREATE SCHEMA shop; CREATE TYPE shop.color AS ENUM ('red', 'blue')")
  const declared = project(
    sources.map(([name, columns, key]) => source(name, columns, key)),
    named.map(({ view: name, sql }) =>
      view(
        `shop.${name}`,
        sql,
        sources.map(([read]) => read),
      ),
    ),
  )
  const resolution = await resolveViews(sessionOf(db), declared)
  expect(resolution.diagnostics.map(({ message }) => message)).toEqual([])
  for (const relation of analyzeProject(declared, resolution).project.relations)
    found.set(relation.name, relation)
})
afterAll(() => db.close())

// The same cases on PostgreSQL 14 to 18: test/e2e/certification/determinism.test.ts.
describe('what depends on the order of rows', () => {
  test.each(named.map((one) => [one.name, one] as const))('%s', (_, { view: name, kinds }) => {
    const leaks = found.get(name)?.leaks ?? []
    expect([...new Set(leaks.map(({ kind }) => kind))]).toEqual(kinds)
  })
})
