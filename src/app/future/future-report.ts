import type { Diagnostic } from '../../model/diagnostic.js'
import type { FutureCheck } from '../../model/future-check.js'
import { displayName } from '../../model/relation-name.js'
import type { Grade } from '../grade.js'
import { jsonDiagnostics } from '../json-diagnostics.js'

/** Result of `fusion verify --future`. */
export interface FutureReport {
  readonly outcome: 'same' | 'moved' | 'not checked'
  /** Server and rows, for people. */
  readonly where: string
  readonly entrypoints: readonly FutureCheck[]
  readonly notes: readonly string[]
  /** One for each entrypoint that moved or was not checked. */
  readonly diagnostics: readonly Diagnostic[]
}

const diagnosticOf = (check: FutureCheck): readonly Diagnostic[] => {
  const name = displayName(check)
  const { movement, reason, outcome } = check
  if (outcome === 'same') return []
  if (movement === null)
    return [
      {
        code: 'FS913',
        place: { relation: name },
        message: `what is recorded later could not be tried: ${reason}`,
        hint: 'Declare knownAt for its sources, and fix what keeps its view from being read; more rows may help: --rows.',
      },
    ]
  const sources = [...new Set(movement.changes.map(({ source }) => source))].join(', ')
  return [
    {
      code: 'FS912',
      place: { relation: name },
      message: `rows with the T0 ${movement.t0} or an earlier one depend on rows of ${sources} that were recorded after it`,
      hint: 'Compare the recording time with the T0 where they are read, or declare why late rows are allowed: certification({ pointInTime: { … } }).',
    },
  ]
}

export function futureReport(
  entrypoints: readonly FutureCheck[],
  where: string,
  notes: readonly string[],
): FutureReport {
  const has = (outcome: FutureReport['outcome']): boolean =>
    entrypoints.some((one) => one.outcome === outcome)
  return {
    outcome: has('moved') ? 'moved' : has('not checked') ? 'not checked' : 'same',
    where,
    entrypoints,
    notes,
    diagnostics: entrypoints.flatMap(diagnosticOf),
  }
}

export const futureGrade = ({ outcome }: FutureReport): Grade =>
  (({ same: 'ok', moved: 'found', 'not checked': 'failed' }) as const)[outcome]

/** JSON output of `fusion verify --future`. */
export const jsonFuture = ({ outcome, where, entrypoints, notes, diagnostics }: FutureReport) => ({
  format: 1,
  outcome,
  where,
  entrypoints,
  notes,
  diagnostics: jsonDiagnostics(diagnostics),
})
