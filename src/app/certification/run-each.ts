import { databaseDiagnostic } from '../../certify/run/database-diagnostic.js'
import { type Diagnostic, DiagnosticError } from '../../model/diagnostic.js'
import type { Attempt } from '../../certify/run/database-diagnostic.js'
import type { CompiledCertification } from '../../model/certification.js'
import type { Interrupts } from '../interrupts.js'

/** Outcome of one certification: a result, or the reason why there is none. */
export type Outcome<T> = {
  readonly certification: CompiledCertification
  /** Other certifications that the result also covers. */
  readonly beside?: readonly CompiledCertification[]
} & (
  | { readonly kind: 'done'; readonly result: T }
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] }
)

/**
 * Does the work for each certification in turn. If one fails, the others still run. If there is only one, its error is
 * thrown.
 *
 * @throws errors of the work that do not come from a database.
 */
export async function runEach<T>(
  certifications: readonly CompiledCertification[],
  interrupts: Interrupts,
  attemptOf: (certification: CompiledCertification) => Attempt,
  work: (certification: CompiledCertification) => Promise<T>,
): Promise<readonly Outcome<T>[]> {
  const outcomes: Outcome<T>[] = []
  for (const certification of certifications) {
    if (interrupts.isInterrupted) break
    try {
      outcomes.push({ certification, kind: 'done', result: await work(certification) })
    } catch (error) {
      const known = databaseDiagnostic(error, attemptOf(certification))
      if (!(known instanceof DiagnosticError) || certifications.length === 1 || interrupts.isInterrupted)
        throw known
      outcomes.push({ certification, kind: 'failed', diagnostics: known.diagnostics })
    }
  }
  return outcomes
}
