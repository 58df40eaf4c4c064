import { anything, type Domain, falseValue, setOf, trueValue } from './domain.js'

/** Truth values that a boolean can have, as bits. */
export const truth = { true: 1, false: 2, null: 4 } as const

/** Any of the three. */
export const anyTruth = truth.true | truth.false | truth.null

/** The truth values in a domain of booleans. */
export const truthsOf = ({ nullable, values }: Domain): number => {
  const bits = nullable ? truth.null : 0
  if (values === trueValue) return bits | truth.true
  if (values === falseValue) return bits | truth.false
  return values.kind === 'none' ? bits : bits | truth.true | truth.false
}

const domains: readonly Domain[] = Array.from({ length: 8 }, (_, bits) => ({
  nullable: (bits & truth.null) !== 0,
  values: setOf([
    ...((bits & truth.true) !== 0 ? [true] : []),
    ...((bits & truth.false) !== 0 ? [false] : []),
  ]),
}))

/** The domain of some truth values. */
export const domainOfTruths = (bits: number): Domain => domains[bits] ?? anything

/** Exchanges TRUE and FALSE. */
export const negate = (bits: number): number =>
  (bits & truth.null) |
  ((bits & truth.true) !== 0 ? truth.false : 0) |
  ((bits & truth.false) !== 0 ? truth.true : 0)

const each = [truth.true, truth.false, truth.null] as const

const conjunction = (left: number, right: number): number => {
  if (left === truth.false || right === truth.false) return truth.false
  return left === truth.null || right === truth.null ? truth.null : truth.true
}

/** `and[left * 8 + right]`: what AND of two operands with these truth values can be. */
const and: readonly number[] = Array.from({ length: 64 }, (_, at) => {
  let bits = 0
  for (const left of each)
    for (const right of each)
      if ((at & (left << 3)) !== 0 && (at & right) !== 0) bits |= conjunction(left, right)
  return bits
})

/** What AND of two independent operands can be. */
export const both = (left: number, right: number): number => and[(left << 3) | right] ?? anyTruth

/** What AND of several independent operands can be. */
export const allOf = (operands: readonly number[]): number =>
  operands.reduce((bits, operand) => and[(bits << 3) | operand] ?? anyTruth, truth.true)

/** The truth values that an operand of AND can have, beside the others, if the AND is to have one of these. */
export const operandOfAll = (others: number, result: number): number => {
  let bits = 0
  for (const one of each) if (((and[(others << 3) | one] ?? anyTruth) & result) !== 0) bits |= one
  return bits
}
