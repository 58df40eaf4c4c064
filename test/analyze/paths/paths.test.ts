import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PGlite } from '@electric-sql/pglite'
import { analyzeQuery } from '../../../src/analyze/index.js'
import type { AnalyzedRelation } from '../../../src/model/analyzed-project.js'
import { displayName } from '../../../src/model/relation-name.js'
import { readViews } from '../../../src/resolve/index.js'
import { startPglite } from '../../support/pglite.js'
import { sessionOf } from '../support/session.js'
import { cases, tables } from './cases.js'

let db: PGlite
let relations: ReadonlyMap<string, AnalyzedRelation>

beforeAll(async () => {
  db = await startPglite()
  await db.exec(tables)
  await db.exec(cases.map(({ select }, at) => `CREATE VIEW shop.case_${at} AS ${select};`).join('\n'))
  const names = ['means', ...cases.map((_, at) => `case_${at}`)].map((name) => ({ schema: 'shop', name }))
  const { views, catalogs } = await readViews(sessionOf(db), names)
  const analyzed = new Map<string, AnalyzedRelation>()
  for (const [name, view] of views)
    analyzed.set(
      name,
      analyzeQuery(view, catalogs, analyzed, {
        comment: '',
        columns: [],
        place: { relation: displayName(view) },
      }),
    )
  relations = analyzed
})
afterAll(() => db.close())

const written = (relation: AnalyzedRelation | undefined): readonly string[] =>
  (relation?.readPaths ?? []).map(
    ({ relation: name, columns }) =>
      `${name}: ${columns.map(({ output, column, joined, extended }) => `${output}=${column}${joined ? '!' : ''}${extended ? '?' : ''}`).join(' ')}`,
  )

describe('what a changed row reaches', () => {
  it.each(cases.map((one, at) => [one.name, at] as const))('%s', (_, at) => {
    expect(written(relations.get(`shop.case_${at}`)).toSorted()).toEqual(cases[at]?.paths.toSorted())
  })
})
