import type { ColumnValues } from '../model/column-values.js'

/** Literals of the values that a client reads; the type itself where they are not listed or have no literals. */
export const valueType = (values: ColumnValues | undefined, read: string): string => {
  if (values === undefined || !('oneOf' in values)) return read
  if (values.oneOf.length === 0) return 'never'
  const literals = values.oneOf.map((value) => literal(value, read))
  return literals.includes(null) ? read : literals.join(' | ')
}

const literal = (value: number | string | boolean, read: string): string | null => {
  switch (read) {
    case 'string':
      return JSON.stringify(String(value))
    case 'number':
      return typeof value === 'number' ? String(value) : null
    case 'bigint':
      return typeof value === 'number' ? `${value}n` : null
    case 'boolean':
      return typeof value === 'boolean' ? String(value) : null
    default:
      return null
  }
}
