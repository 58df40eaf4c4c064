import type { Reading } from '../values/reading.js'
import type { Term } from '../values/terms.js'

/** Conditions of enclosing CASEs: `+7` where term 7 is TRUE, `-7` where it is not. */
type Guard = ReadonlySet<string>

/** Occurrences after which it is not proven that two versions raise the same errors. */
const maxOccurrences = 20_000

/**
 * Whether some terms can raise an error exactly where others can: each call and operation of theirs also stands in the
 * others, under no more conditions, and the other way round. Terms that are equal by their values alone may differ in
 * this, as `x / y = x / y` and `y IS NOT NULL` do.
 */
export const sameErrors = (before: readonly Term[], after: readonly Term[]): boolean => {
  const [old, now] = [fallible(before), fallible(after)]
  return old !== null && now !== null && isCovered(now, old) && isCovered(old, now)
}

const isCovered = (
  calls: ReadonlyMap<Term, readonly Guard[]>,
  others: ReadonlyMap<Term, readonly Guard[]>,
): boolean =>
  [...calls].every(([term, guards]) =>
    guards.every((guard) => others.get(term)?.some((weaker) => isWithin(weaker, guard))),
  )

/**
 * Whether two versions have the same casts and operators, of which terms do not say that they fail for some values, and
 * write conditions that can fail in the same order.
 */
export const sameCasts = (before: Reading, after: Reading): boolean =>
  isSameMap(before.casts, after.casts) &&
  [...after.orders].every(([term, orders]) => {
    const known = before.orders.get(term)
    return known === undefined || isSameSet(known, orders)
  })

const isSameMap = (
  one: ReadonlyMap<Term, ReadonlySet<string>>,
  other: ReadonlyMap<Term, ReadonlySet<string>>,
): boolean =>
  one.size === other.size &&
  [...one].every(([term, casts]) => {
    const found = other.get(term)
    return found !== undefined && isSameSet(casts, found)
  })

const isSameSet = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((item) => other.has(item))

const isWithin = (guard: Guard, other: Guard): boolean => [...guard].every((one) => other.has(one))

/** The calls and operations in some terms, with the conditions under which each is made; null if there are too many. */
const fallible = (terms: readonly Term[]): ReadonlyMap<Term, readonly Guard[]> | null => {
  const found = new Map<Term, Guard[]>()
  const seen = new Set<string>()
  const visit = (term: Term, guard: Guard): void => {
    const occurrence = `${term.id} ${[...guard].toSorted().join(' ')}`
    if (seen.has(occurrence) || seen.size > maxOccurrences) return
    seen.add(occurrence)
    if (term.kind === 'call' || term.kind === 'arithmetic')
      found.set(term, [...(found.get(term) ?? []), guard])
    if (term.kind !== 'case') return term.parts.forEach((part) => visit(part, guard))
    let before = guard
    for (let at = 0; at + 1 < term.parts.length; at += 2) {
      const [when, then] = [term.parts[at], term.parts[at + 1]]
      if (when === undefined || then === undefined) return
      visit(when, before)
      visit(then, new Set([...before, `+${when.id}`]))
      before = new Set([...before, `-${when.id}`])
    }
    const otherwise = term.parts.at(-1)
    if (otherwise !== undefined) visit(otherwise, before)
  }
  for (const term of terms) visit(term, new Set())
  return seen.size > maxOccurrences ? null : found
}
