import { PGlite } from '@electric-sql/pglite'
import { afterAll, describe, expect, it } from 'vitest'
import { analyzeProject, provePointInTime } from '../../../src/analyze/index.js'
import { displayName } from '../../../src/model/relation-name.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { project, view } from '../support/project.js'
import { sessionOf } from '../support/session.js'
import { innocents } from './innocents.js'
import { leaks } from './leaks.js'
import { sources } from './tables.js'

const cases = [...leaks, ...innocents]
const views = cases.map(({ select }, at) => view(`store.v${at}`, select, sources.map(displayName)))
const store = project(sources, views)
const db = await PGlite.create()
afterAll(() => db.close())
const resolution = await resolveViews(sessionOf(db), store)
const { project: analyzed } = analyzeProject(store, resolution)
const relations = new Map(analyzed.relations.map((relation) => [displayName(relation), relation]))
const queries = new Map(resolution.views.map((one) => [displayName(one), one.tree.query]))

describe('gate P', () => {
  it.each(cases.map((one, at) => ({ ...one, at })))('$name', ({ at, leaks: expected }) => {
    const { visits } = provePointInTime(
      { entrypoint: { schema: 'store', name: `v${at}` }, t0: 't0' },
      queries,
      resolution.catalogs,
      relations,
    )
    const found = visits.filter(({ how }) => how === 'unproven').map(({ source }) => displayName(source))
    expect([...new Set(found)]).toEqual(expected)
  })
})
