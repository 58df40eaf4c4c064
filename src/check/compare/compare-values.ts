import type { ColumnValues } from '../../model/column-values.js'
import type { Allowed } from './change.js'

/** How the values that a column can have compare with those before; null stands for any. */
export function compareValues(before: ColumnValues | null, after: ColumnValues | null): Allowed | 'the same' {
  if (valuesText(before) === valuesText(after)) return 'the same'
  if (holds(before, after)) return 'fewer'
  return holds(after, before) ? 'more' : 'others'
}

/** Whether some values contain others, as far as bounds and lists tell. */
function holds(outer: ColumnValues | null, inner: ColumnValues | null): boolean {
  if (outer === null) return true
  if (inner === null) return false
  if ('oneOf' in inner) return inner.oneOf.every((value) => isIn(value, outer))
  if ('oneOf' in outer) return false
  return (
    (outer.min === null || (inner.min !== null && inner.min >= outer.min)) &&
    (outer.max === null || (inner.max !== null && inner.max <= outer.max))
  )
}

function isIn(value: number | string | boolean, values: ColumnValues): boolean {
  if ('oneOf' in values) return values.oneOf.includes(value)
  // Only whole numbers have bounds.
  return typeof value === 'number' && value >= (values.min ?? -Infinity) && value <= (values.max ?? Infinity)
}

/** `1, 2, 3`, `0 and more`, `0 to 100` or `any`. */
export function valuesText(values: ColumnValues | null): string {
  if (values === null) return 'any'
  if ('oneOf' in values) return values.oneOf.map((value) => JSON.stringify(value)).join(', ')
  const { min, max } = values
  if (min !== null && max !== null) return `${min} to ${max}`
  if (min === null) return max === null ? 'any' : `${max} and less`
  return `${min} and more`
}
