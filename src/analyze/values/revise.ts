import {
  anyValue,
  boundsOf,
  canMeet,
  type Domain,
  hasValue,
  join,
  joinValues,
  nothing,
  notTrue,
  noValues,
  onlyNull,
  onlyTrue,
  rangeOf,
  type Scalar,
  setOf,
  type Values,
} from './domain.js'
import { canHold, holding, mirrored, opposite } from './comparisons.js'
import type { Knowledge } from './knowledge.js'
import { narrowByCases } from './narrow-by-cases.js'
import { narrowNotFalse } from './narrow-not-false.js'
import type { Arithmetic, Comparison, Term } from './terms.js'
import { allOf, anyTruth, both, domainOfTruths, negate, operandOfAll, truth, truthsOf } from './truth.js'

export type { Knowledge } from './knowledge.js'

/** Draws the conclusions between a term and its parts, in both directions. Removes only what no row can have. */
export const revise = (term: Term, know: Knowledge): void => {
  switch (term.kind) {
    case 'constant':
    case 'atom':
      return
    case 'not':
      return reviseNot(term, know)
    case 'all':
    case 'any':
      return reviseJunction(term, know)
    case 'isNull':
      return reviseIsNull(term, know)
    case 'isTrue':
      return reviseIsTrue(term, know)
    case 'compare':
      return reviseComparison(term, term.operator, know)
    case 'case':
      return reviseCase(term, know)
    case 'greatest':
      return reviseExtreme(term, 1, know)
    case 'least':
      return reviseExtreme(term, -1, know)
    case 'arithmetic':
      return reviseArithmetic(term, term.operator, know)
    case 'call':
      return reviseCall(term, term.nulls, know)
  }
}

const reviseNot = (term: Term, know: Knowledge): void => {
  const [of] = term.parts
  if (of === undefined) return
  know.narrow(term, domainOfTruths(negate(truthsOf(know.get(of)))))
  know.narrow(of, domainOfTruths(negate(truthsOf(know.get(term)))))
}

/** OR is read as the negation of AND over negations. */
const reviseJunction = (term: Term, know: Knowledge): void => {
  const turn = (bits: number): number => (term.kind === 'any' ? negate(bits) : bits)
  const { parts } = term
  const operands: number[] = []
  for (const part of parts) operands.push(turn(truthsOf(know.get(part))))
  know.narrow(term, domainOfTruths(turn(allOf(operands))))
  const result = turn(truthsOf(know.get(term)))
  // All operands from each one on, so that those beside it are known without going through them again.
  const from: number[] = operands.slice()
  for (let at = parts.length - 2; at >= 0; at -= 1)
    from[at] = both(operands[at] ?? anyTruth, from[at + 1] ?? truth.true)
  let before: number = truth.true
  let at = 0
  for (const part of parts) {
    at += 1
    const others = both(before, from[at] ?? truth.true)
    know.narrow(part, domainOfTruths(turn(operandOfAll(others, result))))
    before = both(before, operands[at - 1] ?? anyTruth)
  }
  narrowByCases(term, know)
  narrowNotFalse(term, know)
}

const reviseIsNull = (term: Term, know: Knowledge): void => {
  const [of] = term.parts
  if (of === undefined) return
  const { nullable, values } = know.get(of)
  know.narrow(term, domainOfTruths((nullable ? truth.true : 0) | (values.kind === 'none' ? 0 : truth.false)))
  const bits = truthsOf(know.get(term))
  if (bits === truth.true) know.narrow(of, onlyNull)
  if (bits === truth.false) know.narrow(of, anyValue)
}

const reviseIsTrue = (term: Term, know: Knowledge): void => {
  const [of] = term.parts
  if (of === undefined) return
  const bits = truthsOf(know.get(of))
  know.narrow(
    term,
    domainOfTruths((bits & truth.true) | ((bits & (truth.false | truth.null)) === 0 ? 0 : truth.false)),
  )
  const result = truthsOf(know.get(term))
  if (result === truth.true) know.narrow(of, onlyTrue)
  if (result === truth.false) know.narrow(of, notTrue)
}

const reviseComparison = (term: Term, operator: Comparison, know: Knowledge): void => {
  const [left, right] = term.parts
  if (left === undefined || right === undefined) return
  const isInteger = left.type === 'integer'
  const l = know.get(left)
  const r = know.get(right)
  know.narrow(
    term,
    domainOfTruths(
      (canHold(l.values, operator, r.values, isInteger) ? truth.true : 0) |
        (canHold(l.values, opposite[operator], r.values, isInteger) ? truth.false : 0) |
        (l.nullable || r.nullable ? truth.null : 0),
    ),
  )
  const bits = truthsOf(know.get(term))
  if ((bits & truth.null) === 0) {
    know.narrow(left, anyValue)
    know.narrow(right, anyValue)
  }
  reviseSide(term, left, right, operator, know)
  reviseSide(term, right, left, mirrored[operator], know)
}

/** A side that is not NULL beside one that is not either makes the comparison true or false. */
const reviseSide = (term: Term, one: Term, other: Term, holds: Comparison, know: Knowledge): void => {
  const beside = know.get(other)
  if (beside.nullable) return
  const { nullable, values } = know.get(one)
  const bits = truthsOf(know.get(term))
  const isInteger = term.parts[0]?.type === 'integer'
  const kept = (bits & truth.true) === 0 ? noValues : holding(values, holds, beside.values, isInteger)
  if ((bits & truth.false) === 0) return know.narrow(one, { nullable, values: kept })
  // Nothing is taken away if each value can make it true, or each can make it false.
  if (kept === values) return
  const left = holding(values, opposite[holds], beside.values, isInteger)
  if (left !== values) know.narrow(one, { nullable, values: joinValues(kept, left) })
}

interface Branch {
  /** Null for ELSE. */
  readonly when: Term | null
  readonly result: Term
}

const branches = new WeakMap<Term, readonly Branch[]>()

const branchesOf = (term: Term): readonly Branch[] => {
  const known = branches.get(term)
  if (known !== undefined) return known
  const found: Branch[] = []
  for (let at = 0; at < term.parts.length; at += 2) {
    const [first, second] = [term.parts[at], term.parts[at + 1]]
    if (first !== undefined)
      found.push(second === undefined ? { when: null, result: first } : { when: first, result: second })
  }
  branches.set(term, found)
  return found
}

const reviseCase = (term: Term, know: Knowledge): void => {
  const all = branchesOf(term)
  const reached: Branch[] = []
  let possible = nothing
  for (const branch of all) {
    const bits = branch.when === null ? truth.true : truthsOf(know.get(branch.when))
    if ((bits & truth.true) === 0) continue
    reached.push(branch)
    possible = join(possible, know.get(branch.result))
    if (bits === truth.true) break
  }
  know.narrow(term, possible)
  const own = know.get(term)
  const only = onlyFitting(reached, own, know)
  if (only !== null) {
    for (const branch of all) {
      if (branch === only) break
      if (branch.when !== null) know.narrow(branch.when, notTrue)
    }
    if (only.when !== null) know.narrow(only.when, onlyTrue)
    return know.narrow(only.result, own)
  }
  // The first that could be taken, and gives something else, is not taken; then the next is the first.
  for (const branch of reached) {
    if (canMeet(know.get(branch.result), own) || branch.when === null) break
    know.narrow(branch.when, notTrue)
  }
}

/** The branch whose result can be what a CASE gives; null if there are several, or none. */
const onlyFitting = (reached: readonly Branch[], own: Domain, know: Knowledge): Branch | null => {
  let only: Branch | null = null
  for (const branch of reached) {
    if (!canMeet(know.get(branch.result), own)) continue
    if (only !== null) return null
    only = branch
  }
  return only
}

/** GREATEST, and LEAST with the sign turned. NULL is passed over. */
const reviseExtreme = (term: Term, sign: 1 | -1, know: Knowledge): void => {
  const bounds = (values: Values): { readonly low: number; readonly high: number } => {
    const { min, max } = boundsOf(values)
    return sign === 1 ? { low: min, high: max } : { low: -max, high: -min }
  }
  const between = (low: number, high: number): Values =>
    sign === 1 ? rangeOf(low, high) : rangeOf(-high, -low)
  const known = term.parts.map((part) => know.get(part))
  const some = known.filter(({ values }) => values.kind !== 'none')
  const sure = some.filter(({ nullable }) => !nullable)
  const nullable = known.every((one) => one.nullable)
  const low =
    sure.length > 0
      ? Math.max(...sure.map(({ values }) => bounds(values).low))
      : Math.min(...some.map(({ values }) => bounds(values).low))
  const high = Math.max(...some.map(({ values }) => bounds(values).high))
  let values: Values = some.length === 0 ? { kind: 'none' } : between(low, high)
  if (some.length > 0 && some.every((one) => one.values.kind === 'set')) {
    const items = some.flatMap((one) => (one.values.kind === 'set' ? [...one.values.items] : []))
    values = setOf(items.filter((item) => hasValue(values, item)))
  }
  know.narrow(term, { nullable, values })

  const own = know.get(term)
  if (own.values.kind === 'none') return term.parts.forEach((part) => know.narrow(part, onlyNull))
  const limit = bounds(own.values)
  for (const part of term.parts) know.narrow(part, { nullable: true, values: between(-Infinity, limit.high) })
  if (own.nullable || limit.low === -Infinity) return
  const highest = (part: Term): number => {
    const domain = know.get(part)
    return domain.values.kind === 'none' ? -Infinity : bounds(domain.values).high
  }
  const [only, ...others] = term.parts.filter((part) => highest(part) >= limit.low)
  if (only !== undefined && others.length === 0)
    know.narrow(only, { nullable: false, values: between(limit.low, Infinity) })
}

const calculate = (operator: Arithmetic, left: number, right: number): number => {
  const result = operator === '+' ? left + right : operator === '-' ? left - right : left * right
  // An infinite bound stands for integers without a bound, and 0 times any of them is 0.
  return Number.isNaN(result) ? 0 : result
}

/** JavaScript does not represent every integer beyond 2^53: a bound there moves outwards. */
const outwards = (min: number, max: number): Values => {
  const limit = Number.MAX_SAFE_INTEGER
  const low = min > limit ? limit : min < -limit ? -Infinity : min
  const high = max < -limit ? -limit : max > limit ? Infinity : max
  return rangeOf(low, high)
}

const combine = (operator: Arithmetic, left: Values, right: Values): Values => {
  if (left.kind === 'none' || right.kind === 'none') return { kind: 'none' }
  if (left.kind === 'set' && right.kind === 'set' && left.items.size * right.items.size <= 64) {
    const results: Scalar[] = []
    for (const a of left.items)
      for (const b of right.items)
        if (typeof a === 'number' && typeof b === 'number') results.push(calculate(operator, a, b))
    if (results.every((one) => Number.isSafeInteger(one))) return setOf(results)
  }
  const [a, b] = [boundsOf(left), boundsOf(right)]
  const corners = [a.min, a.max].flatMap((one) =>
    [b.min, b.max].map((other) => calculate(operator, one, other)),
  )
  // Infinite bounds that cancel out leave no bound.
  const isUnbounded = operator !== '*' && [a, b].some(({ min, max }) => min === -Infinity && max === Infinity)
  return isUnbounded ? rangeOf(-Infinity, Infinity) : outwards(Math.min(...corners), Math.max(...corners))
}

const reviseArithmetic = (term: Term, operator: Arithmetic, know: Knowledge): void => {
  const [left, right] = term.parts
  if (left === undefined || right === undefined) return
  const [l, r] = [know.get(left), know.get(right)]
  know.narrow(term, { nullable: l.nullable || r.nullable, values: combine(operator, l.values, r.values) })
  reviseStrictness(term, know, true)
  if (operator === '*') return
  const own = know.get(term).values
  if (!know.get(right).nullable) {
    const back = combine(operator === '+' ? '-' : '+', own, know.get(right).values)
    know.narrow(left, { nullable: true, values: back })
  }
  if (!know.get(left).nullable) {
    const back =
      operator === '+' ? combine('-', own, know.get(left).values) : combine('-', know.get(left).values, own)
    know.narrow(right, { nullable: true, values: back })
  }
}

const reviseCall = (term: Term, nulls: { strict: boolean; onlyThen: boolean }, know: Knowledge): void => {
  let isAnyNullable = false
  let isAnyNull = false
  for (const part of term.parts) {
    const { nullable, values } = know.get(part)
    if (nullable) isAnyNullable = true
    if (values.kind === 'none') isAnyNull = true
  }
  if (nulls.onlyThen && !isAnyNullable) know.narrow(term, anyValue)
  if (nulls.strict && isAnyNull) know.narrow(term, onlyNull)
  if (nulls.strict) reviseStrictness(term, know, nulls.onlyThen)
}

/** The result of a strict function is NULL if an argument is; `onlyThen`, for no other reason. */
const reviseStrictness = (term: Term, know: Knowledge, onlyThen: boolean): void => {
  const own = know.get(term)
  if (!own.nullable) for (const part of term.parts) know.narrow(part, anyValue)
  if (own.values.kind !== 'none' || !onlyThen) return
  const [only, ...others] = term.parts.filter((part) => know.get(part).nullable)
  if (only !== undefined && others.length === 0) know.narrow(only, onlyNull)
}
