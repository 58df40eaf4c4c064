import { ColumnNode, ReferenceNode, type SelectQueryNode } from 'kysely'
import { tableName } from '../nodes/build.js'
import { findTable, type Scope } from './scope.js'
import { type Selected, selectedColumns, UNNAMED } from './selected-columns.js'

/**
 * The columns that a query offers to its readers. Undefined when an error makes the name of one of them unknown: the
 * error is reported in the query, and not again in readers that use the right name.
 */
export function knownColumns(query: SelectQueryNode, scope: Scope): Selected[] | undefined {
  const selected = selectedColumns(query, scope)
  return selected?.some((column) => column.name === UNNAMED || isMisspelled(column, scope))
    ? undefined
    : selected
}

/** Whether a column that is passed on under its own name does not exist. */
function isMisspelled({ node, isUnknown = false }: Selected, scope: Scope): boolean {
  if (!isUnknown || !ReferenceNode.is(node) || !ColumnNode.is(node.column)) return false
  const found = findTable(scope, node.table && tableName(node.table), node.column.column.name)
  return found.kind === 'no column' || found.kind === 'no table'
}
