import type { BatchColumn } from '../../src/reader/index.js'

/** All values of a batch column, as the text that Postgres writes; null for NULL. */
export function textsOf(column: BatchColumn): readonly (string | null)[] {
  return Array.from({ length: column.values.length }, (_, row) => {
    if (column.validity !== null && ((column.validity[row >> 3] ?? 0) & (1 << (row & 7))) === 0) return null
    const value = column.values[row]
    if (column.kind === 'category') return column.dictionary[Number(value)] ?? 'none'
    if (column.kind === 'bool') return value === 1 ? 'true' : 'false'
    return String(value)
  })
}
