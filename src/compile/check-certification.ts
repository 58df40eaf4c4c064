import type { CertificationDeclaration } from '../declare/certification.js'
import type { Declaration } from '../declare/relation.js'
import { closest } from './closest.js'
import type { Faults, Origin } from './context.js'
import type { OutputsOf } from './scope/outputs.js'

/** The views that a certification names, as the project has them; undefined where it has none of that name. */
interface Parts {
  readonly entrypoint: Declaration | undefined
  readonly checked: Declaration | undefined
  readonly guarded: Declaration | undefined
  readonly aliases: readonly (Declaration | undefined)[]
}

/** `schema.name(argument types)`, as `regprocedure` writes it. */
const SIGNATURE = /^.+\..+\(.*\)$/
const MOST_DAYS = 100_000

/**
 * What is wrong with what a project says of its certification.
 */
export function checkCertification(
  declared: CertificationDeclaration,
  { entrypoint, checked, guarded, aliases }: Parts,
  origin: Origin,
  faults: Faults,
  outputsOf: OutputsOf,
): void {
  const missing = (what: string): void =>
    faults.add(
      origin,
      'FS170',
      `${what} is not a view of the project`,
      'List it under "sql" in fusion.config.ts.',
    )
  if (!entrypoint) missing('the certified entrypoint')
  if (!checked) missing('the relation that the invariants are of')
  if (!guarded) missing('the guarded view')
  aliases.forEach((alias, at) => {
    if (!alias) missing(`alias ${at + 1} of the entrypoint`)
  })

  const requireColumn = (relation: Declaration | undefined, column: string, what: string): void => {
    if (!relation) return
    const names = outputsOf(relation)?.map(({ name }) => name)
    if (!names || names.includes(column)) return
    const near = closest(column, names)
    faults.add(
      origin,
      'FS171',
      `${what} "${column}" is not a column of "${relation.name}"`,
      near ? `Did you mean "${near}"?` : 'Name a column that the view gives.',
    )
  }
  requireColumn(entrypoint, declared.t0, 'the T0')
  for (const column of declared.key) {
    requireColumn(entrypoint, column, 'the key column')
    requireColumn(checked, column, 'the key column')
  }
  if (declared.key.length === 0)
    faults.add(origin, 'FS171', 'the key has no columns', 'Name the columns that identify a row.')

  const guard = declared.guarded?.guard
  if (guarded && guard?.entrypoint !== entrypoint?.name) {
    faults.add(
      origin,
      'FS172',
      guard
        ? `"${guarded.name}" is guarded by "${guard.entrypoint}", not by the entrypoint`
        : `"${guarded.name}" has no guard`,
      'Declare it with guarded(name, comment, view, { entrypoint, maxAge }).',
    )
  }
  const { baselineDays, allowedFunctions, t0Features } = declared
  for (const [column, reason] of Object.entries(t0Features)) {
    const isGuarded = guarded && outputsOf(guarded)?.some(({ name }) => name === column)
    if (!isGuarded) requireColumn(entrypoint, column, 'the feature of the T0')
    if (reason.trim() !== '') continue
    faults.add(
      origin,
      'FS173',
      `nothing says why "${column}" may be made of the T0 alone`,
      'Give the reason in a sentence: certificates record it.',
    )
  }
  if (!Number.isInteger(baselineDays) || baselineDays < 1 || baselineDays > MOST_DAYS) {
    faults.add(
      origin,
      'FS173',
      `a baseline of ${baselineDays} days cannot be taken`,
      `Give a whole number from 1 to ${MOST_DAYS}.`,
    )
  }
  for (const signature of allowedFunctions) {
    if (SIGNATURE.test(signature)) continue
    faults.add(
      origin,
      'FS173',
      `"${signature}" names no function`,
      'Write schema.name(argument types), as Postgres shows it: shop.round_up(numeric,integer).',
    )
  }
}
