import { createGuard } from '../../model/create/create-function.js'
import { createSchema } from '../../model/create/create-schemas.js'
import { creationPath } from '../../model/creation-path.js'
import type { FutureCheck } from '../../model/future-check.js'
import { guardFunction } from '../../model/guard-function.js'
import { quoteIdentifier } from '../../model/quote-identifier.js'
import { displayName, type RelationName } from '../../model/relation-name.js'
import type { MeaningSession } from '../compare-views.js'
import { createDraw } from '../draw.js'
import type { Literals } from '../draw-value.js'
import { keyRanges } from '../fill-sources.js'
import { attempt } from '../attempt.js'
import type { ShuffleProject, ShuffleSettings } from '../shuffle/compare-shuffled.js'
import { copySources, reorder } from '../shuffle/copy-sources.js'
import { createViews } from '../shuffle/create-views.js'
import { createKept } from '../shuffle/read-view.js'
import { setLocal, TEXT_SETTINGS } from '../shuffle/rounds.js'
import { checkTarget, type FutureTarget } from './check-target.js'
import { createMade } from './late-changes.js'

/** What is checked. The sources are in their declared schemas; the views are compiled to read copies of everything. */
export interface FutureProject extends ShuffleProject {
  readonly literals: Literals
  readonly targets: readonly FutureTarget[]
}

export interface FutureSettings extends ShuffleSettings {
  /** T0s that are sampled for each entrypoint. */
  readonly moments: number
}

/**
 * Checks that rows which are recorded after a T0 do not move rows of an entrypoint with that T0 or an earlier one. Sources
 * are copied, and only the copies are changed. Everything happens in the transaction of the caller, who rolls it back.
 */
export async function compareFuture(
  session: MeaningSession,
  { types, sources, views, redirect, literals, targets }: FutureProject,
  { rows, seed, moments, onStep = () => undefined }: FutureSettings,
): Promise<readonly FutureCheck[]> {
  const copyOf = ({ schema, name }: RelationName): RelationName => ({ schema: redirect(schema), name })
  // No schema of the project has an empty name.
  const schema = redirect('')
  const guard = copyOf(guardFunction)
  const schemas = [...new Set([schema, guard.schema, ...[...sources, ...views].map((r) => copyOf(r).schema)])]
  const [kept, got] = ['pg_temp.kept', 'pg_temp.got']
  await session.exec(`SET LOCAL search_path = ${creationPath(types)};
    SET LOCAL standard_conforming_strings = on; SET LOCAL transform_null_equals = off;
    ${setLocal(TEXT_SETTINGS)}
    ${schemas.map(createSchema).join('\n')}
    ${createGuard(guard)}
    ${createKept(kept)} ${createMade()}`)
  onStep('copying the sources')
  const copied = await copySources(session, sources, { rows, seed, schema, copyOf })
  await reorder(session, copied, 'copied', seed)
  const tables = new Map(sources.map((source, at) => [displayName(source), copied[at]?.copy ?? '']))
  for (const source of sources) {
    const key = source.key.map(quoteIdentifier).join(', ')
    if (key === '') continue
    // A change must not make two rows of one, where the key of the source holds.
    await attempt(session, () =>
      session.exec(`CREATE UNIQUE INDEX ON ${tables.get(displayName(source)) ?? ''} (${key})`),
    )
  }
  const created = new Map(
    (await createViews(session, views, copyOf, schemas)).map((view) => [displayName(view.declared), view]),
  )
  const ranges = keyRanges(sources, rows)
  const checks: FutureCheck[] = []
  for (const target of targets) {
    const name = displayName(target.entrypoint)
    onStep(`recording rows after T0s of ${name}`)
    const view = created.get(name)
    const named = { ...target.entrypoint, sources: target.sources }
    if (view === undefined || 'reason' in view) {
      const reason = view?.reason ?? 'it is not a view of the project'
      checks.push({
        ...named,
        outcome: 'not checked',
        reason,
        moments: [],
        rows: 0,
        changes: 0,
        movement: null,
      })
      continue
    }
    const result = await checkTarget(session, target, {
      view: view.copy,
      late: target.late.map((late) => ({ ...late, table: tables.get(displayName(late.source)) ?? '' })),
      ranges,
      // Each target is changed in the same way, whichever others there are.
      context: { draw: createDraw(seed), literals, types, range: rows },
      moments,
      kept,
      got,
    })
    checks.push({ ...named, ...result })
  }
  return checks
}
