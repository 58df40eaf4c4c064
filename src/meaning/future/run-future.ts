import { createSource } from '../../model/create/create-relation.js'
import { createSchemas } from '../../model/create/create-schemas.js'
import { createType } from '../../model/create/create-type.js'
import { creationPath } from '../../model/creation-path.js'
import type { FutureCheck } from '../../model/future-check.js'
import type { MeaningSession } from '../compare-views.js'
import { createDraw } from '../draw.js'
import { fillSource, keyRanges } from '../fill-sources.js'
import { createCalled, type GeneratedProject } from '../shuffle/shuffle-generated.js'
import { LOCK_TIMEOUT } from '../shuffle/shuffle-live.js'
import { compareFuture, type FutureProject, type FutureSettings } from './compare-future.js'

/** Checks a project over generated rows, in a Postgres that has none of its objects and is left unchanged. */
export async function futureGenerated(
  session: MeaningSession,
  project: FutureProject & Pick<GeneratedProject, 'functions' | 'declaredViews'>,
  settings: FutureSettings,
): Promise<readonly FutureCheck[]> {
  const { types, sources, literals, functions = [], declaredViews } = project
  const { rows, seed, onStep = () => undefined } = settings
  const context = { draw: createDraw(seed), literals, types, range: rows }
  const ranges = keyRanges(sources, rows)
  await session.exec('BEGIN')
  try {
    onStep('generating rows')
    await session.exec(`SET LOCAL search_path = ${creationPath(types)};
      ${createSchemas([...types, ...sources])}`)
    for (const type of types) await session.exec(createType(type))
    for (const source of sources) {
      await session.exec(createSource(source))
      await fillSource(session, source, rows, ranges, context)
    }
    if (functions.length > 0) await createCalled(session, functions, declaredViews)
    return await compareFuture(session, project, settings)
  } finally {
    await session.exec('ROLLBACK')
  }
}

/**
 * Checks a project over copies of rows of its sources in their own database, in one transaction that is rolled back. The
 * sources are read from one snapshot and not changed.
 */
export async function futureLive(
  session: MeaningSession,
  project: FutureProject,
  settings: FutureSettings,
): Promise<readonly FutureCheck[]> {
  await session.exec(`BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`)
  try {
    return await compareFuture(session, project, settings)
  } finally {
    // The first error is the one to report; a lost connection is rolled back by the server.
    await session.exec('ROLLBACK').catch(() => undefined)
  }
}
