import type { CertificationDeclaration } from '../declare/certification.js'
import type { Declaration } from '../declare/relation.js'
import { checkPolicies } from './check-recording.js'
import { type CertificationParts, checkColumn, checkVouched } from './check-vouched.js'
import type { DiagnosticCollector, Origin } from './context.js'
import type { OutputsOf } from './scope/outputs.js'

/** `schema.name(argument types)`, as `regprocedure` writes it. */
const SIGNATURE = /^.+\..+\(.*\)$/
const MOST_DAYS = 100_000

/** Reports errors in the declaration of a certification. */
export function checkCertification(
  declared: CertificationDeclaration,
  parts: CertificationParts,
  origin: Origin,
  diagnostics: DiagnosticCollector,
  outputsOf: OutputsOf,
): void {
  const { entrypoint, checked, guarded, aliases } = parts
  const missing = (what: string): void =>
    diagnostics.add(
      origin,
      'FS170',
      `${what} is not a view of the project`,
      'List it under "sql" in fusion.config.ts.',
    )
  if (!entrypoint) missing('the certified entrypoint')
  if (!checked) missing('the relation with the invariants')
  if (!guarded) missing('the guarded view')
  aliases.forEach((alias, at) => {
    if (!alias) missing(`alias ${at + 1} of the entrypoint`)
  })

  const requireColumn = (relation: Declaration | undefined, column: string, what: string): void => {
    if (relation) checkColumn([relation], column, what, origin, diagnostics, outputsOf)
  }
  requireColumn(entrypoint, declared.t0, 'the T0')
  for (const column of declared.key) {
    requireColumn(entrypoint, column, 'the key column')
    requireColumn(checked, column, 'the key column')
  }
  if (declared.key.length === 0)
    diagnostics.add(origin, 'FS171', 'the key has no columns', 'Name the columns that identify a row.')

  const guard = declared.guarded?.guard
  if (guarded && guard?.entrypoint !== entrypoint?.name) {
    diagnostics.add(
      origin,
      'FS172',
      guard
        ? `"${guarded.name}" is guarded by "${guard.entrypoint}", not by the entrypoint`
        : `"${guarded.name}" has no guard`,
      'Declare it with guarded(name, comment, view, { entrypoint, maxAge }).',
    )
  }
  checkVouched(declared, parts, origin, diagnostics, outputsOf)
  checkPolicies(declared, origin, diagnostics)
  checkGates(declared, origin, diagnostics)
  const { baselineDays, allowedFunctions } = declared
  if (!Number.isInteger(baselineDays) || baselineDays < 1 || baselineDays > MOST_DAYS) {
    diagnostics.add(
      origin,
      'FS173',
      `baselineDays must be a whole number from 1 to ${MOST_DAYS}, got ${baselineDays}`,
      `Give the number of days of data to capture first.`,
    )
  }
  for (const signature of allowedFunctions) {
    if (SIGNATURE.test(signature)) continue
    diagnostics.add(
      origin,
      'FS173',
      `"${signature}" is not a function signature`,
      'Write schema.name(argument types), as Postgres shows it: shop.round_up(numeric,integer).',
    )
  }
}

/** A gate has the name of an invariant, and stands beside the gates that every certification has. */
function checkGates(
  { gates, contract }: CertificationDeclaration,
  origin: Origin,
  diagnostics: DiagnosticCollector,
): void {
  const invariants = Object.keys(contract.steps[0]?.columns ?? {})
  for (const name of gates) {
    if (invariants.includes(name)) continue
    diagnostics.add(
      origin,
      'FS173',
      `the gate "${name}" is not an invariant of the certification`,
      `Its invariants: ${invariants.join(', ') || 'none'}.`,
    )
  }
}
