import {
  AndNode,
  AliasNode,
  ColumnNode,
  IdentifierNode,
  JoinNode,
  OffsetNode,
  type OperationNode,
  ReferenceNode,
  SelectionNode,
  type SelectQueryNode,
  TableNode,
  ValueNode,
} from 'kysely'

export const columnRef = (table: string, column: string): ReferenceNode =>
  ReferenceNode.create(ColumnNode.create(column), TableNode.create(table))

export const aliased = (node: OperationNode, alias: string): AliasNode =>
  AliasNode.create(node, IdentifierNode.create(alias))

/** `expression AS name`, without the AS where the expression ends in that name already. */
export function selection(node: OperationNode, name: string): SelectionNode {
  const bare = ReferenceNode.is(node) && ColumnNode.is(node.column) && node.column.column.name === name
  return SelectionNode.create(bare ? (node as ReferenceNode) : aliased(node, name))
}

/** Keeps Postgres from merging a subquery into its reader, so that what it computes is computed once per row. */
export const fenced = (node: SelectQueryNode): SelectQueryNode => ({
  ...node,
  offset: OffsetNode.create(ValueNode.create(0)),
})

/**
 * A lateral join to a query that gives exactly one row for every row before it. A left join, so that Postgres drops it
 * where nothing of it is read.
 */
export const lateralOneRow = (node: SelectQueryNode, alias: string): JoinNode =>
  JoinNode.createWithOn('LateralLeftJoin', aliased(node, alias), ValueNode.createImmediate(true))

export const lateral = (node: SelectQueryNode, alias: string): JoinNode =>
  JoinNode.create('LateralCrossJoin', aliased(node, alias))

export const tableName = (node: TableNode): string => {
  const { schema, identifier } = node.table
  return schema ? `${schema.name}.${identifier.name}` : identifier.name
}

/** Conditions joined by AND; at least one. */
export const all = (conditions: readonly OperationNode[]): OperationNode =>
  conditions.reduce((left, right) => AndNode.create(left, right))
