import type { ChangeClass, RelationVerdict, VersionStep } from '../../model/change-verdict.js'

const STEPS: Readonly<Record<ChangeClass, VersionStep>> = {
  documentation: 'patch',
  equivalent: 'patch',
  additive: 'minor',
  breaking: 'major',
}

/** The part of a version that a change of this class raises. */
export const stepOf = (changeClass: ChangeClass): VersionStep => STEPS[changeClass]

const ORDER: readonly ChangeClass[] = ['documentation', 'equivalent', 'additive', 'breaking']

/** The worst class of some changes; null if there are none. */
export const worstClass = (classes: readonly ChangeClass[]): ChangeClass | null =>
  ORDER.findLast((one) => classes.includes(one)) ?? null

/** The class and step of several relations together. */
export function overall(verdicts: readonly RelationVerdict[]): {
  readonly class: ChangeClass | null
  readonly step: VersionStep
} {
  const worst = worstClass(verdicts.map((verdict) => verdict.class))
  return { class: worst, step: worst === null ? 'none' : stepOf(worst) }
}
