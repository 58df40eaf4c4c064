import { boundsOf, meetValues, rangeOf, setOf, type Values } from './domain.js'
import type { Comparison } from './terms.js'

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
  if (!isInteger) return left
  const { min, max } = boundsOf(right)
  const bound: Values =
    operator === '<'
      ? rangeOf(-Infinity, max - 1)
      : operator === '<='
        ? rangeOf(-Infinity, max)
        : operator === '>'
          ? rangeOf(min + 1, Infinity)
          : rangeOf(min, Infinity)
  return meetValues(left, bound)
}
