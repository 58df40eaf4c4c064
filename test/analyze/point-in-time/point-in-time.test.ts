import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { analyzeProject, provePointInTime } from '../../../src/analyze/index.js'
import { compareFuture } from '../../../src/meaning/index.js'
import { createDraw } from '../../../src/meaning/draw.js'
import { fillSource, keyRanges } from '../../../src/meaning/fill-sources.js'
import type { FutureCheck } from '../../../src/model/future-check.js'
import { displayName } from '../../../src/model/relation-name.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { startPglite } from '../../support/pglite.js'
import { project, view } from '../support/project.js'
import { sessionOf } from '../support/session.js'
import { innocents } from './innocents.js'
import { leaks } from './leaks.js'
import { sources } from './tables.js'

const cases = [...leaks, ...innocents]
const names = cases.map((_, at) => `v${at}`)
const ROWS = 60
const literals = { numbers: [0, 3], texts: ['red', 'blue'], beside: new Map() }

const unproven: (readonly string[])[] = []
let checks: readonly FutureCheck[] = []
let db: PGlite

beforeAll(async () => {
  db = await startPglite()
  const session = sessionOf(db)
  const store = project(
    sources,
    cases.map(({ select }, at) => view(`store.v${at}`, select, sources.map(displayName))),
  )
  const resolution = await resolveViews(session, store)
  expect(resolution.diagnostics).toEqual([])
  const { relations } = analyzeProject(store, resolution).project
  const byName = new Map(relations.map((relation) => [displayName(relation), relation]))
  const queries = new Map(resolution.views.map((one) => [displayName(one), one.tree.query]))
  for (const name of names) {
    const entrypoint = { schema: 'store', name }
    const { visits } = provePointInTime({ entrypoint, t0: 't0' }, queries, resolution.catalogs, byName)
    const found = visits.flatMap(({ source, how }) => (how === 'unproven' ? [displayName(source)] : []))
    unproven.push([...new Set(found)])
  }

  const context = { draw: createDraw(1), literals, types: [], range: ROWS }
  for (const source of sources)
    await session.exec(fillSource(source, ROWS, keyRanges(sources, ROWS), context))
  const late = sources.flatMap((source) => ('knownAt' in source ? [{ source, times: [source.knownAt] }] : []))
  await session.exec('BEGIN')
  checks = await compareFuture(
    session,
    {
      types: [],
      sources,
      views: cases.map(({ select }, at) =>
        view(`store.v${at}`, select.replaceAll('shop.', 'copy_shop.'), sources.map(displayName)),
      ),
      redirect: (schema) => `copy_${schema}`,
      literals,
      targets: names.map((name) => ({ entrypoint: { schema: 'store', name }, t0: 't0', late, sources: [] })),
    },
    { rows: ROWS, seed: 1, moments: 3 },
  )
  await session.exec('ROLLBACK')
})
afterAll(() => db.close())

describe('a read that sees the future', () => {
  it.each(leaks.map((one, at) => ({ ...one, at })))(
    '$name: is not proven, and rows of the past move',
    ({ at, leaks: expected }) => {
      expect(unproven[at]).toEqual(expected)
      expect(checks[at]).toMatchObject({ outcome: 'moved', reason: null })
      // Each change is needed, and is of a source that is not proven.
      const changes = checks[at]?.movement?.changes ?? []
      expect(changes.length).toBeGreaterThan(0)
      expect(expected).toEqual(expect.arrayContaining(changes.map(({ source }) => source)))
    },
  )
})

describe('a read that does not', () => {
  it.each(innocents.map((one, n) => ({ ...one, at: leaks.length + n })))(
    '$name: is proven, and no row of the past moves',
    ({ at }) => {
      expect(unproven[at]).toEqual([])
      expect(checks[at]).toMatchObject({ outcome: 'same', reason: null, movement: null })
      expect(checks[at]?.rows).toBeGreaterThan(5)
      expect(checks[at]?.changes).toBeGreaterThan(ROWS)
    },
  )
})
