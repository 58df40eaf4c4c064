import type { CertificationDeclaration, VouchedOrderDeclaration } from '../declare/certification.js'
import type { Declaration } from '../declare/relation.js'
import { closest } from './closest.js'
import type { DiagnosticCollector, Origin } from './context.js'
import type { OutputsOf } from './scope/outputs.js'

/** The views that a certification names, as the project declares them; undefined if there is none of that name. */
export interface CertificationParts {
  readonly entrypoint: Declaration | undefined
  readonly checked: Declaration | undefined
  readonly guarded: Declaration | undefined
  readonly aliases: readonly (Declaration | undefined)[]
  readonly ordered: readonly VouchedOrderDeclaration[]
}

/** Reports a column that none of the relations has. The message names the first of them. */
export function checkColumn(
  relations: readonly Declaration[],
  column: string,
  what: string,
  origin: Origin,
  diagnostics: DiagnosticCollector,
  outputsOf: OutputsOf,
): void {
  const names = relations.map((relation) => outputsOf(relation)?.map(({ name }) => name))
  // Columns that are not known are reported where they are declared.
  if (names.some((known) => known === undefined || known.includes(column))) return
  const near = closest(
    column,
    names.flatMap((known) => known ?? []),
  )
  diagnostics.add(
    origin,
    'FS171',
    `${what} "${column}" is not a column of "${relations[0]?.name}"`,
    near ? `Did you mean "${near}"?` : 'Name a column of the view.',
  )
}

const GIVE_REASON = 'Give the reason in a sentence; certificates record it.'

/** Reports errors in what a certification vouches for, and in its drift policy. */
export function checkVouched(
  { t0Features, moments, drift }: CertificationDeclaration,
  { entrypoint, guarded, aliases, ordered }: CertificationParts,
  origin: Origin,
  diagnostics: DiagnosticCollector,
  outputsOf: OutputsOf,
): void {
  const present = (relations: readonly (Declaration | undefined)[]): readonly Declaration[] =>
    relations.filter((relation) => relation !== undefined)
  const requireColumn = (relations: readonly Declaration[], column: string, what: string): void => {
    if (relations.length > 0) checkColumn(relations, column, what, origin, diagnostics, outputsOf)
  }
  const requireReason = (reason: string, of: string): void => {
    if (reason.trim() === '') diagnostics.add(origin, 'FS173', `there is no reason why ${of}`, GIVE_REASON)
  }

  for (const [column, reason] of Object.entries(t0Features)) {
    requireColumn(present([entrypoint, guarded]), column, 'the feature of the T0')
    requireReason(reason, `"${column}" may be computed from the T0 alone`)
  }
  for (const [column, reason] of Object.entries(moments)) {
    requireColumn(present([entrypoint, guarded, ...aliases]), column, 'the moment')
    requireReason(reason, `"${column}" may be a date or a time`)
  }
  ordered.forEach(({ relation, column, orderedBy, because }, at) => {
    if (relation?.kind !== 'view') {
      diagnostics.add(
        origin,
        'FS170',
        `relation ${at + 1} whose order is vouched for is not a view of the project`,
        'Name the view whose query contains the order, and list it under "sql" in fusion.config.ts.',
      )
      return
    }
    const of = column === undefined ? `"${relation.name}"` : `"${column}" of "${relation.name}"`
    requireReason(because, `the order of ${of} is total`)
    if (orderedBy.trim() === '')
      diagnostics.add(origin, 'FS173', `orderedBy of ${of} is empty`, 'Say what makes the order total.')
  })
  checkDrift(drift, origin, diagnostics)
}

function checkDrift(
  { policy, ...limits }: CertificationDeclaration['drift'],
  origin: Origin,
  diagnostics: DiagnosticCollector,
): void {
  if (policy !== 'allow' && policy !== 'fail') {
    diagnostics.add(origin, 'FS173', `"${String(policy)}" is not a drift policy`, `Write 'allow' or 'fail'.`)
    return
  }
  for (const [name, limit] of Object.entries(limits)) {
    if (limit === undefined) continue
    if (policy === 'allow') {
      const hint = `Write policy: 'fail', or leave the limit out.`
      diagnostics.add(origin, 'FS173', `drift is allowed, so a limit of ${limit} ${name} has no effect`, hint)
    } else if (!Number.isSafeInteger(limit) || limit < 0) {
      const hint = 'Correct the limit, or leave it out.'
      diagnostics.add(
        origin,
        'FS173',
        `the drift limit for ${name} must be a whole number of 0 or more, got ${limit}`,
        hint,
      )
    }
  }
}
