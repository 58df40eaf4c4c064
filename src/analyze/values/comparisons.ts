import { boundsOf, canMeetValues, meetValues, rangeOf, setOf, type Values } from './domain.js'
import type { Comparison } from './terms.js'

type OrderComparison = Exclude<Comparison, '=' | '<>'>

/** The comparison that is TRUE where another one is FALSE. */
export const opposite: Readonly<Record<Comparison, Comparison>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
}
/** The same comparison with its sides exchanged. */
export const mirrored: Readonly<Record<Comparison, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

/** The values that can stand to the left of a comparison that is true of some value to the right. */
export const holding = (left: Values, operator: Comparison, right: Values, isInteger: boolean): Values => {
  if (right.kind === 'none') return right
  if (operator === '=') return meetValues(left, right)
  if (operator === '<>') {
    if (right.kind !== 'set' || right.items.size !== 1) return left
    const [only] = right.items
    if (left.kind === 'set')
      return only !== undefined && left.items.has(only)
        ? setOf([...left.items].filter((item) => item !== only))
        : left
    if (left.kind !== 'range') return left
    return rangeOf(left.min === only ? left.min + 1 : left.min, left.max === only ? left.max - 1 : left.max)
  }
  // The order of texts is that of a collation.
  return isInteger ? meetValues(left, boundBy(operator, right)) : left
}

/** The integers for which an order comparison is true of some value to the right. */
const boundBy = (operator: OrderComparison, right: Values): Values => {
  const { min, max } = boundsOf(right)
  switch (operator) {
    case '<':
      return rangeOf(-Infinity, max - 1)
    case '<=':
      return rangeOf(-Infinity, max)
    case '>':
      return rangeOf(min + 1, Infinity)
    case '>=':
      return rangeOf(min, Infinity)
  }
}

/** Whether `holding` leaves any value, which is told without making the values that it leaves. */
export const canHold = (left: Values, operator: Comparison, right: Values, isInteger: boolean): boolean => {
  if (left.kind === 'none' || right.kind === 'none') return false
  if (operator === '=') return canMeetValues(left, right)
  // A range has two values or more, of which a single one is taken away at most.
  if (operator === '<>') return left.kind !== 'set' || left.items.size > 1 || isOtherThan(left, right)
  return !isInteger || canMeetValues(left, boundBy(operator, right))
}

/** Whether the only value of a set is not the only one of another. */
const isOtherThan = (left: Values, right: Values): boolean =>
  right.kind !== 'set' || right.items.size !== 1 || !canMeetValues(left, right)
