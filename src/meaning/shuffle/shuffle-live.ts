import type { Shuffle } from '../../model/view-shuffle.js'
import type { MeaningSession } from '../compare-views.js'
import { compareShuffled, type ShuffleProject, type ShuffleSettings } from './compare-shuffled.js'

/** How long to wait for a source that is being altered: other sessions queue behind a waiting one. */
export const LOCK_TIMEOUT = '3s'

/**
 * Shuffles a project over rows of its sources in their own database, in one transaction that is rolled back. All
 * sources are read from one snapshot.
 */
export async function shuffleLive(
  session: MeaningSession,
  project: ShuffleProject,
  settings: ShuffleSettings,
): Promise<Shuffle> {
  await session.exec(`BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`)
  try {
    return await compareShuffled(session, project, settings)
  } finally {
    // The first error is the one to report; a lost connection is rolled back by the server.
    await session.exec('ROLLBACK').catch(() => undefined)
  }
}
