import { startPglite } from '../../support/pglite.js'
import { expect, test } from 'vitest'
import { analyzeProject } from '../../support/analyze-project.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { project, view } from '../support/project.js'
import { sessionOf } from '../support/session.js'
import { randomQueries } from './random-query.js'
import { datasets, tables } from './random-tables.js'

/** Of queries that a person might write the other tests take care; here it is their number that finds the gaps. */
const count = 150

test('no column of a random query is said never to be NULL and is', async () => {
  const db = await startPglite()
  const next = randomQueries(20260101)
  const queries = Array.from({ length: count }, next)
  const declared = project(
    tables,
    queries.map(({ sql }, at) => view(`r.q${at}`, sql, [])),
  )
  const resolution = await resolveViews(sessionOf(db), declared)
  expect(resolution.diagnostics).toEqual([])
  const { project: analyzed } = analyzeProject(declared, resolution)
  const views = analyzed.relations.filter(({ kind }) => kind === 'view')

  const wrong: string[] = []
  let claims = 0
  for (const insert of datasets) {
    await db.exec(`TRUNCATE r.a, r.b; ${insert}`)
    for (const [at, { name, columns }] of views.entries()) {
      const { rows } = await db.query<unknown[]>(`SELECT * FROM r.${name}`, [], { rowMode: 'array' })
      for (const [position, column] of columns.entries()) {
        if (column.nullability.nullable) continue
        claims += 1
        if (rows.some((row) => row[position] === null)) wrong.push(`${column.name} of ${queries[at]?.sql}`)
      }
    }
  }
  await db.close()
  expect(wrong).toEqual([])
  expect(claims).toBeGreaterThan(count)
})
