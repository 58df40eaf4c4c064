import { checkCommitted, type CheckSection, type RelationState } from '../../check/index.js'
import { readCommitted } from '../../output/read-committed.js'
import { withManifest } from '../../output/with-manifest.js'
import type { Artifact } from '../../model/artifact.js'
import { committedFunctions } from './committed-functions.js'
import { committedStates } from './committed-states.js'
import type { Judge } from './judge-changes.js'
import type { Replayer } from './replayer.js'
import { outlined, sideOf } from './comparable.js'

/** Compares a project with the generated files on disk. */
export async function committedSection(
  where: string,
  outDir: string,
  artifacts: readonly Artifact[],
  states: readonly RelationState[],
  replayer: Replayer,
  judge: Judge,
): Promise<CheckSection> {
  const built = withManifest(artifacts)
  const committed = readCommitted(outDir, built)
  const known = committedStates(committed)
  if (!known) return checkCommitted(where, committed, built, undefined, states)
  const old = [...committedFunctions(committed, states), ...known]
  const { before, after, proofs } = await outlined(sideOf(old), sideOf(states), replayer)
  const section = checkCommitted(where, committed, built, before.states, after.states)
  return judge.judge(section, { before: before.states, after: after.states, proofs })
}
