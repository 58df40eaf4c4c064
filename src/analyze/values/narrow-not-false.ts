import { holding, mirrored } from './comparisons.js'
import { type Domain, join, onlyNull } from './domain.js'
import type { Knowledge } from './knowledge.js'
import type { Term } from './terms.js'
import { truth, truthsOf } from './truth.js'

/**
 * Where an OR is TRUE or unknown, as the check of a table is, and all of its parts test one value: the value passes one of
 * the tests, or it is NULL and the OR unknown. `(x IN (1, 2)) IS NOT FALSE` leaves x these two values and NULL.
 */
export const narrowNotFalse = (term: Term, know: Knowledge): void => {
  if (term.kind !== 'any' || truthsOf(know.get(term)) !== (truth.true | truth.null)) return
  const tests = testsOf(term)
  const value = testedBy(tests)
  if (value === null) return
  let possible: Domain = { nullable: true, values: { kind: 'none' } }
  for (const test of tests) {
    const other = test.parts.find((one) => one !== value)
    // What it is compared with may be NULL instead.
    if (other !== undefined && know.get(other).nullable) return
    if ((truthsOf(know.get(test)) & truth.true) !== 0) possible = join(possible, passing(test, value, know))
  }
  know.narrow(value, possible)
}

/** The parts of an OR, and of each OR among them. */
const testsOf = (term: Term): readonly Term[] => (term.kind === 'any' ? term.parts.flatMap(testsOf) : [term])

/** The value that each of some conditions compares with another one, or tests for NULL. */
const testedBy = (conditions: readonly Term[]): Term | null => {
  const isTest = ({ kind, parts }: Term, of: Term): boolean =>
    (kind === 'isNull' && parts[0] === of) ||
    (kind === 'compare' && parts[0] !== parts[1] && parts.includes(of))
  const candidates = conditions[0]?.parts.filter(({ kind }) => kind !== 'constant') ?? []
  return candidates.find((of) => conditions.every((condition) => isTest(condition, of))) ?? null
}

/** What a value can be where a test of it is TRUE. */
const passing = (test: Term, value: Term, know: Knowledge): Domain => {
  const [left, right] = test.parts
  if (test.kind !== 'compare' || left === undefined || right === undefined) return onlyNull
  const [other, operator] = left === value ? [right, test.operator] : [left, mirrored[test.operator]]
  return {
    nullable: false,
    values: holding(know.get(value).values, operator, know.get(other).values, value.type === 'integer'),
  }
}
