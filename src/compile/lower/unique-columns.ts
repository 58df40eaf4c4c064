import type { Faults, Origin } from '../context.js'
import { findTable, type Scope } from './scope.js'
import type { Selected } from './selected-columns.js'

/** A `*` over two aggregates of one key brings the key twice; it is the same column, so once is enough. */
const isSameKey = (column: Selected, scope: Scope): boolean => {
  if (!column.starred || !('table' in column.node)) return false
  return scope.tables.some(
    (table) =>
      table.aggregate?.keys.has(column.name) && findTable(scope, table.alias, column.name).kind === 'found',
  )
}

/** The SELECT list without repetition; names that mean two things, and expressions without a name, are reported. */
export function uniqueColumns(
  columns: readonly Selected[],
  scope: Scope,
  faults: Faults,
  origin: Origin,
): Selected[] {
  const seen = new Map<string, Selected>()
  for (const column of columns) {
    if (column.name === '') {
      faults.add(origin, 'FS160', 'an expression of the SELECT list has no name', 'Name it with .as("…").')
      continue
    }
    if (!seen.has(column.name)) seen.set(column.name, column)
    else if (!isSameKey(column, scope)) {
      faults.add(
        { ...origin, column: column.name },
        'FS153',
        `"${origin.relation}" has two columns named "${column.name}"`,
        'Rename one of them or leave it out.',
      )
    }
  }
  return [...seen.values()]
}
