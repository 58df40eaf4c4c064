import type { Diagnostic } from '../../model/diagnostic.js'
import type { BaselineReading } from './baseline-files.js'
import { compareStates } from './compare-states.js'
import { findImpact } from './find-impact.js'
import { mergeStates } from './merge-states.js'
import type { RelationState } from './relation-state.js'
import { type CheckSection, checkSection } from './report.js'

const ACCEPT = '`fusion baseline accept --reason "…"`'

/** Compares the accepted definitions of a project with the compiled ones. */
export function checkBaseline(
  where: string,
  reading: BaselineReading,
  after: readonly RelationState[],
): CheckSection {
  const against = 'baseline'
  if (reading.kind === 'none') {
    // Not "same": these definitions have never been accepted.
    const note = `No baseline has been accepted yet. Review generated/ and run ${ACCEPT}.`
    return checkSection({ against, where, note, differs: true })
  }
  if (reading.kind === 'invalid') {
    const diagnostic: Diagnostic = {
      code: 'FS701',
      place: {},
      message: `the baseline in ${where} cannot be trusted: ${reading.why}`,
      hint: `Restore it from version control. Only change it with ${ACCEPT}.`,
    }
    return checkSection({ against, where, diagnostics: [diagnostic] })
  }
  const before = reading.baseline.relations
  const changes = compareStates(before, after)
  const impact = findImpact(changes, mergeStates(before, after))
  const note = changes.length > 0 ? `If the changes are intended, run ${ACCEPT}.` : null
  return checkSection({ against, where, note, changes, impact })
}
