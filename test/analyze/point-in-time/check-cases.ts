import type { PGlite } from '@electric-sql/pglite'
import { provePointInTime } from '../../../src/analyze/index.js'
import { analyzeProject } from '../../support/analyze-project.js'
import { compareFuture } from '../../../src/meaning/index.js'
import { createDraw } from '../../../src/meaning/draw.js'
import { fillSource, keyRanges } from '../../../src/meaning/fill-sources.js'
import type { FutureCheck } from '../../../src/model/future-check.js'
import { displayName } from '../../../src/model/relation-name.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { project, view } from '../support/project.js'
import { sessionOf } from '../support/session.js'
import { sources } from './tables.js'

/** Rows of each table. */
export const ROWS = 60

/** A query, the sources that are not proven in it, and what the dynamic proof says. */
export interface CheckedCase {
  readonly select: string
  readonly unproven: readonly string[]
  /** Undefined of one that was not asked about. */
  readonly check: FutureCheck | undefined
}

const literals = { numbers: [0, 3], texts: ['red', 'blue'], beside: new Map() }
const late = sources.flatMap((source) => ('knownAt' in source ? [{ source, times: [source.knownAt] }] : []))

/**
 * Asks both proofs about queries over the tables of `tables.ts`, each as an entrypoint with the T0 `t0`.
 *
 * @param only `proven`: ask the dynamic proof about those alone that the other one has no objection to.
 */
export async function checkCases(
  db: PGlite,
  selects: readonly string[],
  { only, moments }: { readonly only?: 'proven'; readonly moments: number },
): Promise<readonly CheckedCase[]> {
  const session = sessionOf(db)
  const names = selects.map((_, at) => `v${at}`)
  const inputs = sources.map(displayName)
  const store = project(
    sources,
    selects.map((select, at) => view(`store.v${at}`, select, inputs)),
  )
  const resolution = await resolveViews(session, store)
  if (resolution.diagnostics.length > 0)
    throw new Error(
      resolution.diagnostics.map(({ place, message }) => `${place.relation} ${message}`).join('\n'),
    )
  const { relations } = analyzeProject(store, { ...resolution, views: [] }).project
  const byName = new Map(relations.map((relation) => [displayName(relation), relation]))
  const queries = new Map(resolution.views.map((one) => [displayName(one), one.tree.query]))
  const unproven = names.map((name) => {
    const entrypoint = { schema: 'store', name }
    const { visits } = provePointInTime({ entrypoint, t0: 't0' }, queries, resolution.catalogs, byName)
    return [
      ...new Set(visits.flatMap(({ source, how }) => (how === 'unproven' ? [displayName(source)] : []))),
    ]
  })

  const context = { draw: createDraw(1), literals, types: [], range: ROWS }
  await session.exec('BEGIN')
  for (const source of sources) await fillSource(session, source, ROWS, keyRanges(sources, ROWS), context)
  await session.exec('COMMIT')
  const asked = names.filter((_, at) => only === undefined || unproven[at]?.length === 0)
  await session.exec('BEGIN')
  const checks = await compareFuture(
    session,
    {
      types: [],
      sources,
      views: asked.map((name) => {
        const select = selects[names.indexOf(name)] ?? ''
        return view(`store.${name}`, select.replaceAll('shop.', 'copy_shop.'), inputs)
      }),
      redirect: (schema) => `copy_${schema}`,
      literals,
      targets: asked.map((name) => ({ entrypoint: { schema: 'store', name }, t0: 't0', late, sources: [] })),
    },
    { rows: ROWS, seed: 1, moments },
  )
  await session.exec('ROLLBACK')
  const byEntrypoint = new Map(checks.map((check) => [check.name, check]))
  return selects.map((select, at) => ({
    select,
    unproven: unproven[at] ?? [],
    check: byEntrypoint.get(`v${at}`),
  }))
}
