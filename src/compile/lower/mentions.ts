import {
  AliasNode,
  ColumnNode,
  type FromNode,
  IdentifierNode,
  type JoinNode,
  type OperationNode,
  RawNode,
  ReferenceNode,
  SelectQueryNode,
  TableNode,
} from 'kysely'
import { bareNames, fragmentOf, mentionsName, mentionsRow } from '../facts/raw-fragment.js'
import { tableName } from '../nodes/build.js'
import { some, someChild } from '../nodes/walk.js'

/** The FROM items and joined tables of a query. */
export const tableItems = (query: SelectQueryNode): OperationNode[] => [
  ...(query.from?.froms ?? []),
  ...(query.joins ?? []).map(({ table }) => table),
]

const isSubject = (node: OperationNode): node is FromNode | JoinNode =>
  node.kind === 'FromNode' || node.kind === 'JoinNode'

/** Whether `test` is true for a node of a query or of its subqueries, except table names in FROM. */
function someExpression(node: OperationNode, test: (node: OperationNode) => boolean): boolean {
  if (test(node)) return true
  if (ReferenceNode.is(node) || node.kind === 'CommonTableExpressionNameNode') return false
  const isTableHere = isSubject(node)
  return someChild(node, (child) => {
    const inner = isTableHere && AliasNode.is(child) ? child.node : child
    if (isTableHere && TableNode.is(inner)) return false
    return someExpression(inner, test)
  })
}

const isRowOf = (node: OperationNode, alias: string): boolean =>
  (TableNode.is(node) && tableName(node) === alias) ||
  (ReferenceNode.is(node) &&
    node.column.kind === 'SelectAllNode' &&
    node.table !== undefined &&
    tableName(node.table) === alias)

/** Whether a query could read a table's row as one value: then it must have the declared columns and no others. */
export const mentionsWholeRow = (query: OperationNode, alias: string): boolean =>
  someExpression(
    query,
    (node) => isRowOf(node, alias) || (RawNode.is(node) && mentionsRow(fragmentOf(node), alias)),
  )

/** Whether raw text or a whole-row reference names a table, so that it must keep its name and all its columns. */
export const mentionsTable = (query: OperationNode, alias: string): boolean =>
  someExpression(
    query,
    (node) =>
      (TableNode.is(node) && tableName(node) === alias) ||
      (RawNode.is(node) && mentionsRow(fragmentOf(node), alias, true)),
  )

/** Whether raw text of a query contains the name in any role. */
export const hasRawName = (query: OperationNode, name: string): boolean =>
  someExpression(query, (node) => RawNode.is(node) && mentionsName(fragmentOf(node), name))

/**
 * Whether a query has unqualified names, which could refer to an undeclared column of a table, now or later.
 *
 * @param outputs names that GROUP BY takes from the SELECT list.
 */
export const hasOpenNames = (query: SelectQueryNode, outputs: ReadonlySet<string>): boolean =>
  someExpression(query, (node) => RawNode.is(node) && bareNames(fragmentOf(node))?.length !== 0) ||
  (query.groupBy?.items ?? []).some(
    ({ groupBy }) =>
      ReferenceNode.is(groupBy) &&
      !groupBy.table &&
      ColumnNode.is(groupBy.column) &&
      outputs.has(groupBy.column.column.name),
  )

const definedName = (item: OperationNode): string | undefined => {
  if (TableNode.is(item)) return tableName(item)
  return AliasNode.is(item) && IdentifierNode.is(item.alias) ? item.alias.name : undefined
}

/** Whether a query inside another gives the name to a table of its own. A raw alias could be any name. */
export const isNamedInside = (query: SelectQueryNode, name: string): boolean =>
  some(query, (node) => {
    if (node === query || !SelectQueryNode.is(node)) return false
    return tableItems(node).some((item) => {
      const defined = definedName(item)
      return defined === undefined ? AliasNode.is(item) : defined === name
    })
  })
