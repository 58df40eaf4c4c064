import { holding, mirrored, opposite } from './comparisons.js'
import { anyValue, type Domain, joinAll, meet, onlyNull } from './domain.js'
import type { Knowledge } from './knowledge.js'
import type { Term } from './terms.js'
import { truth, truthsOf } from './truth.js'

/** More cases than these are not gone through. */
const maxCases = 40

/**
 * Where an OR is TRUE, one of its operands is, and where an AND is FALSE, one of its operands is: a value that each of them
 * speaks of is in one of the domains that they leave it. `x IN (1, 2)` leaves x these two values.
 */
export const narrowByCases = (term: Term, know: Knowledge): void => {
  const wanted = term.kind === 'any' ? truth.true : truth.false
  if (truthsOf(know.get(term)) !== wanted || term.parts.length > maxCases) return
  const [first] = term.parts
  for (const value of first === undefined ? [] : comparedIn(first)) {
    const left = leftBy(term, wanted, value, know)
    if (left !== null) know.narrow(value, left)
  }
}

const compared = new WeakMap<Term, readonly Term[]>()

/** The values that a condition compares, without the constants. */
const comparedIn = (term: Term): readonly Term[] => {
  if (term.type !== 'boolean') return []
  const known = compared.get(term)
  if (known !== undefined) return known
  const all = term.kind === 'compare' || term.kind === 'isNull' ? term.parts : term.parts.flatMap(comparedIn)
  const found = [...new Set(all)].filter(({ kind, type }) => kind !== 'constant' && type !== 'other')
  const first = found.slice(0, 2)
  compared.set(term, first)
  return first
}

/** What a value can be where a condition has a truth value, TRUE or FALSE; null if the condition does not say. */
const leftBy = (term: Term, wanted: number, value: Term, know: Knowledge): Domain | null => {
  const [first, second] = term.parts
  switch (term.kind) {
    case 'compare': {
      if (first === undefined || second === undefined || (value !== first && value !== second)) return null
      const holds = wanted === truth.true ? term.operator : opposite[term.operator]
      const [other, operator] = value === first ? [second, holds] : [first, mirrored[holds]]
      const values = holding(
        know.get(value).values,
        operator,
        know.get(other).values,
        value.type === 'integer',
      )
      return { nullable: false, values }
    }
    case 'isNull':
      if (first !== value) return null
      return wanted === truth.true ? onlyNull : meet(know.get(value), anyValue)
    case 'not':
      return first === undefined
        ? null
        : leftBy(first, wanted === truth.true ? truth.false : truth.true, value, know)
    case 'any':
    case 'all': {
      const open = term.parts.filter((part) => (truthsOf(know.get(part)) & wanted) !== 0)
      const each = open.map((part) => leftBy(part, wanted, value, know))
      const known = each.filter((one) => one !== null)
      // One operand has the truth value, or all of them do.
      const isOne = (term.kind === 'any') === (wanted === truth.true)
      if (isOne) return known.length < each.length ? null : joinAll(known)
      return known.length === 0 ? null : known.reduce(meet)
    }
    default:
      return null
  }
}
