import {
  AggregateFunctionNode,
  ColumnNode,
  GroupByItemNode,
  type OperationNode,
  ReferenceNode,
  type SelectQueryNode,
} from 'kysely'
import { whyNotScalar } from '../facts/scalar.js'
import { columnRef, tableName } from '../nodes/build.js'
import { children } from '../nodes/walk.js'
import { findTable, type Scope, type Table } from '../scope/scope.js'
import { selectedColumns } from '../scope/selected-columns.js'

/**
 * Adds to a GROUP BY of a source's whole key the other columns of that source that are read. The key determines them,
 * so the groups stay the same. Postgres accepts the key alone only for a table with a primary key, and a source may be
 * a view or a foreign table.
 */
export function groupByKeys(query: SelectQueryNode, scope: Scope): SelectQueryNode {
  const { groupBy } = query
  // An item that is not a plain value could be ROLLUP or GROUPING SETS, which group in several ways at once.
  if (
    !groupBy ||
    groupBy.items.some((item) => whyNotScalar(item.groupBy, { aggregates: false }) !== undefined)
  )
    return query
  const columnOf = (node: ReferenceNode): readonly [Table, string] | undefined => {
    if (!ColumnNode.is(node.column)) return undefined
    const { name } = node.column.column
    const found = findTable({ ...scope, outer: undefined }, node.table && tableName(node.table), name)
    return found.kind === 'found' ? [found.table, name] : undefined
  }
  const grouped = new Map<Table, Set<string>>()
  for (const { groupBy: item } of groupBy.items) {
    const column = ReferenceNode.is(item) ? columnOf(item) : undefined
    if (column) grouped.set(column[0], (grouped.get(column[0]) ?? new Set()).add(column[1]))
  }
  const added = new Map<string, ReferenceNode>()
  const read = (node: ReferenceNode): void => {
    const [table, name] = columnOf(node) ?? []
    if (!table || name === undefined || table.declaration?.kind !== 'source') return
    const names = grouped.get(table)
    const { key } = table.declaration
    if (!names || key.length === 0 || names.has(name) || !key.every((part) => names.has(part))) return
    added.set(`${table.alias}\0${name}`, columnRef(table.alias, name))
  }
  const nodes = [
    ...(selectedColumns(query, scope) ?? []).map(({ node }) => node),
    ...(query.having ? [query.having] : []),
    ...(query.orderBy ? [query.orderBy] : []),
  ]
  for (const node of nodes) readOutsideAggregates(node, read)
  const items = [...groupBy.items, ...[...added.values()].map(GroupByItemNode.create)]
  return added.size === 0 ? query : { ...query, groupBy: { ...groupBy, items } }
}

function readOutsideAggregates(node: OperationNode, read: (node: ReferenceNode) => void): void {
  if (ReferenceNode.is(node)) return read(node)
  if (AggregateFunctionNode.is(node) && !node.over) return
  for (const child of children(node)) readOutsideAggregates(child, read)
}
