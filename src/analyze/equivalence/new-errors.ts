import type { Reading } from '../values/reading.js'
import type { Term } from '../values/terms.js'

/** Conditions of enclosing CASEs: `+7` where term 7 is TRUE, `-7` where it is not. */
type Guard = ReadonlySet<string>

/** Occurrences after which it is not proven that two versions raise the same errors. */
const maxOccurrences = 20_000

/**
 * Whether some terms can only raise errors where others raise an error too: each call and operation of theirs also stands
 * in the others, under no more conditions. Terms that are equal by their values alone may differ in this, as
 * `x / y = x / y` and `y IS NOT NULL` do.
 */
export const addsNoError = (before: readonly Term[], after: readonly Term[]): boolean => {
  const [known, more] = [fallible(before), fallible(after)]
  if (known === null || more === null) return false
  return [...more].every(([term, guards]) =>
    guards.every((guard) => known.get(term)?.some((weaker) => isWithin(weaker, guard))),
  )
}

/** The same for casts that fail for some values: they are no part of a term. */
export const addsNoCast = (before: Reading, after: Reading): boolean =>
  [...after.casts].every(([term, casts]) => {
    const known = before.casts.get(term)
    return [...casts].every((cast) => known?.has(cast))
  })

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
