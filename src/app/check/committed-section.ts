import { checkCommitted, type CheckSection, type RelationState } from '../../check/index.js'
import { readCommitted } from '../../output/read-committed.js'
import { withManifest } from '../../output/with-manifest.js'
import type { Artifact } from '../../model/artifact.js'
import { committedStates } from './committed-states.js'
import type { Replayer } from './replayer.js'
import { outlined, sideOf } from './comparable.js'

/** Compares a project with the generated files on disk. */
export async function committedSection(
  where: string,
  outDir: string,
  artifacts: readonly Artifact[],
  states: readonly RelationState[],
  replayer: Replayer,
): Promise<CheckSection> {
  const built = withManifest(artifacts)
  const committed = readCommitted(outDir, built)
  const known = committedStates(committed)
  if (!known) return checkCommitted(where, committed, built, undefined, states)
  const [before, after] = await outlined(sideOf(known), sideOf(states), replayer)
  return checkCommitted(where, committed, built, before.states, after.states)
}
