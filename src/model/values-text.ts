import type { ColumnValues } from './column-values.js'

/** The bounds of integers, to follow the SQL type in a comment. */
export const boundsText = (values: ColumnValues | undefined): string => {
  if (values === undefined || 'oneOf' in values) return ''
  const { min, max } = values
  if (min !== null && max !== null) return `, from ${min} to ${max}`
  return min === null ? `, at most ${max}` : `, at least ${min}`
}

/** Values in words: `0, 1 or 2`, `'both' or 'none'`, `from 50 to 100`; null where nothing is proven. */
export const valuesText = (values: ColumnValues | undefined): string | null => {
  if (values === undefined) return null
  if (!('oneOf' in values)) return boundsText(values).replace(/^, /, '')
  const all = values.oneOf.map((value) => (typeof value === 'string' ? `'${value}'` : String(value)))
  return all.length === 0 ? 'no value' : oneOf(all)
}

/** `a`, `a or b`, `a, b or c`. */
export const oneOf = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`
