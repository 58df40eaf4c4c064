import { createFunction, createGuard } from '../../model/create/create-function.js'
import { createSource, createView } from '../../model/create/create-relation.js'
import { createSchemas } from '../../model/create/create-schemas.js'
import { createType } from '../../model/create/create-type.js'
import { creationPath } from '../../model/creation-path.js'
import { guardFunction } from '../../model/guard-function.js'
import { displayName } from '../../model/relation-name.js'
import type { CompiledView } from '../../model/compiled-project.js'
import { type CompiledFunction, withFunctions } from '../../model/sql-function.js'
import type { Shuffle } from '../../model/view-shuffle.js'
import type { MeaningSession } from '../compare-views.js'
import { createDraw } from '../draw.js'
import type { Literals } from '../draw-value.js'
import { fillSource, keyRanges } from '../fill-sources.js'
import { compareShuffled, type ShuffleProject, type ShuffleSettings } from './compare-shuffled.js'
import { drawTies, TAME_FLOATS, WIDE_FLOATS } from './draw-ties.js'

/** Result of shuffling, with the sources that have no rows. */
export interface GeneratedShuffle extends Shuffle {
  /** Sources for which no row could be generated. */
  readonly empty: readonly string[]
}

export interface GeneratedProject extends ShuffleProject {
  readonly literals: Literals
  /** Declared functions, each after those that it calls; absent when there are none. */
  readonly functions?: readonly CompiledFunction[]
  /** The views as they are declared, which bodies of functions may read. */
  readonly declaredViews: readonly CompiledView[]
}

/**
 * Shuffles a project over generated rows, in a Postgres that has none of its objects and is left unchanged. A view that
 * raises an error over floating-point numbers of every magnitude is compared again over smaller ones.
 */
export async function shuffleGenerated(
  session: MeaningSession,
  project: GeneratedProject,
  settings: ShuffleSettings,
): Promise<GeneratedShuffle> {
  const wide = await shuffleOver(session, project, settings, WIDE_FLOATS)
  if (wide.views.every(({ outcome }) => outcome !== 'not compared')) return wide
  const tame = await shuffleOver(session, project, settings, TAME_FLOATS)
  return {
    ...wide,
    views: wide.views.map((view, at) => (view.outcome === 'not compared' ? (tame.views[at] ?? view) : view)),
  }
}

async function shuffleOver(
  session: MeaningSession,
  project: GeneratedProject,
  settings: ShuffleSettings,
  floats: readonly string[],
): Promise<GeneratedShuffle> {
  const { types, sources, literals, functions = [], declaredViews } = project
  const { rows, seed, onStep = () => undefined } = settings
  const context = { draw: createDraw(seed), literals, types, range: rows, floats }
  const ranges = keyRanges(sources, rows)
  await session.exec('BEGIN')
  try {
    onStep('generating rows')
    await session.exec(`SET LOCAL search_path = ${creationPath(types)};
      ${createSchemas([...types, ...sources])}`)
    for (const type of types) await session.exec(createType(type))
    const drawOf = drawTies(rows)
    for (const source of sources) {
      await session.exec(createSource(source))
      await fillSource(session, source, rows, ranges, context, drawOf)
    }
    if (functions.length > 0) await createCalled(session, functions, declaredViews)
    const shuffle = await compareShuffled(session, project, settings)
    return { ...shuffle, empty: shuffle.sources.filter(({ of }) => of === 0).map(displayName) }
  } finally {
    await session.exec('ROLLBACK')
  }
}

/**
 * Creates the functions that views call, and the relations that their bodies read, in their declared schemas over
 * unshuffled rows.
 */
export async function createCalled(
  session: MeaningSession,
  functions: readonly CompiledFunction[],
  views: readonly CompiledView[],
): Promise<void> {
  const guard = views.some(({ isGuarded }) => isGuarded) ? createSchemas([guardFunction]) + createGuard() : ''
  await session.exec(createSchemas([...functions, ...views]) + guard)
  for (const made of withFunctions(functions, views))
    await session.exec(made.kind === 'function' ? createFunction(made) : createView(made))
}
