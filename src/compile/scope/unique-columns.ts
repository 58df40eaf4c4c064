import type { DiagnosticCollector, Origin } from '../context.js'
import type { OperationNode } from 'kysely'
import { findTable, type Scope } from './scope.js'
import { type Selected, UNNAMED } from './selected-columns.js'

/** The expression that the key column of an aggregate equals, if it comes from a `*`. */
function keyOf({ name, starOf }: Selected, scope: Scope): OperationNode | undefined {
  const found = starOf === undefined ? undefined : findTable(scope, starOf, name)
  return found?.kind === 'found' ? found.table.aggregate?.keys.get(name) : undefined
}

/**
 * Two stars of aggregates that are joined by the same key contain the key twice. It is the same column and is kept
 * once.
 */
function isSameKey(a: Selected, b: Selected, scope: Scope): boolean {
  const [first, second] = [keyOf(a, scope), keyOf(b, scope)]
  return (
    first !== undefined && second !== undefined && first.kind === 'ReferenceNode' && isSame(first, second)
  )
}

/** Whether two trees of plain data are equal. */
const isSame = (a: unknown, b: unknown): boolean => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  return left.length === right.size && left.every(([key, value]) => isSame(value, right.get(key)))
}

/** The SELECT list without duplicates. Names with two meanings, and expressions without a name, are reported. */
export function uniqueColumns(
  columns: readonly Selected[],
  scope: Scope,
  diagnostics: DiagnosticCollector,
  origin: Origin,
): Selected[] {
  const seen = new Map<string, Selected>()
  for (const column of columns) {
    if (column.name === UNNAMED) {
      diagnostics.add(
        origin,
        'FS160',
        'an expression of the SELECT list has no name',
        'Name it with .as("…").',
      )
      continue
    }
    const first = seen.get(column.name)
    if (!first) seen.set(column.name, column)
    else if (!isSameKey(first, column, scope)) {
      diagnostics.add(
        { ...origin, column: column.name },
        'FS153',
        `"${origin.relation}" has two columns named "${column.name}"`,
        'Rename one of them or leave it out.',
      )
    }
  }
  return [...seen.values()]
}
