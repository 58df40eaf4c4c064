import {
  type Baseline,
  type BaselineReading,
  checkBaseline,
  checkSection,
  type CheckSection,
  type RelationState,
} from '../../check/index.js'
import { embeddedPostgresName } from '../../load/embedded-postgres-name.js'
import type { ReplayError } from '../../check/replay/replay.js'
import type { Diagnostic } from '../../model/diagnostic.js'
import type { Judge } from './judge-changes.js'
import type { Replayer } from './replayer.js'
import { outlined, deparsed, sideOf } from './comparable.js'

const unreplayable = ({ relation, message }: ReplayError): Diagnostic => ({
  code: 'FS704',
  place: { relation },
  message: `the definition in the baseline cannot be replayed: ${message}`,
  hint: 'Check what has changed since it was accepted, then accept the baseline again.',
})

/** Compares a project with its accepted baseline. */
export async function baselineSection(
  where: string,
  reading: BaselineReading,
  states: readonly RelationState[],
  replayer: Replayer,
  judge: Judge,
): Promise<CheckSection> {
  if (reading.kind !== 'read') return checkBaseline(where, reading, states)
  const { baseline } = reading
  let [before, after] = [sideOf(baseline.relations), sideOf(states)]
  if (baseline.server !== embeddedPostgresName()) {
    // Another Postgres wrote these definitions, so the embedded one deparses them again before texts are compared.
    const [old, now] = [await deparsed(before, replayer), await deparsed(after, replayer)]
    const errors = [...old.errors, ...now.errors]
    if (errors.length > 0) {
      return checkSection({ against: 'baseline', where, diagnostics: errors.map(unreplayable) })
    }
    ;[before, after] = [old.side, now.side]
  }
  const { proofs, ...sides } = await outlined(before, after, replayer)
  const compared = { before: sides.before.states, after: sides.after.states, proofs }
  const outlinedBaseline: Baseline = { ...baseline, relations: compared.before }
  const section = checkBaseline(where, { ...reading, baseline: outlinedBaseline }, compared.after)
  return judge.judge(section, compared)
}
