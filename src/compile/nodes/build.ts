import {
  AliasNode,
  AndNode,
  BinaryOperationNode,
  CaseNode,
  ColumnNode,
  FromNode,
  GroupByItemNode,
  GroupByNode,
  HavingNode,
  IdentifierNode,
  JoinNode,
  OffsetNode,
  type OperationNode,
  OperatorNode,
  ReferenceNode,
  SelectionNode,
  type SelectQueryNode,
  TableNode,
  ValueNode,
  WhenNode,
  WhereNode,
} from 'kysely'

/** A function that makes one value for each name. */
function oncePerName<T>(create: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>()
  return (name) => {
    const known = made.get(name)
    if (known !== undefined) return known
    const fresh = create(name)
    made.set(name, fresh)
    return fresh
  }
}

// Kysely freezes its nodes, so references can share them. A project has hundreds of thousands of references.
const tableNode = oncePerName((name) => TableNode.create(name))
const columnNode = oncePerName((name) => ColumnNode.create(name))

export const columnRef = (table: string, column: string): ReferenceNode =>
  ReferenceNode.create(columnNode(column), tableNode(table))

/** `table.*` */
export const starRef = (table: string): SelectionNode =>
  SelectionNode.createSelectAllFromTable(TableNode.create(table))

export const aliased = (node: OperationNode, alias: string): AliasNode =>
  AliasNode.create(node, IdentifierNode.create(alias))

/** `expression AS name`, without the AS where the expression ends in that name already. */
export function selection(node: OperationNode, name: string): SelectionNode {
  const bare = ReferenceNode.is(node) && ColumnNode.is(node.column) && node.column.column.name === name
  return SelectionNode.create(bare ? node : aliased(node, name))
}

export interface SelectParts {
  readonly selections: readonly SelectionNode[]
  readonly from?: readonly OperationNode[]
  readonly joins?: readonly JoinNode[]
  readonly where?: readonly OperationNode[]
  readonly groupBy?: readonly OperationNode[]
  readonly having?: OperationNode
}

export const select = ({
  selections,
  from,
  joins,
  where,
  groupBy,
  having,
}: SelectParts): SelectQueryNode => ({
  kind: 'SelectQueryNode',
  selections,
  ...(from && { from: FromNode.create(from) }),
  ...(joins && joins.length > 0 && { joins }),
  ...(where && where.length > 0 && { where: WhereNode.create(all(where)) }),
  ...(groupBy && { groupBy: GroupByNode.create(groupBy.map(GroupByItemNode.create)) }),
  ...(having && { having: HavingNode.create(having) }),
})

/**
 * Keeps Postgres from merging a subquery into its reader, so that its columns are computed once per row. OFFSET 0 keeps
 * all rows.
 */
export const fenced = (node: SelectQueryNode): SelectQueryNode => ({
  ...node,
  offset: OffsetNode.create(ValueNode.create(0)),
})

export const truth = (value: boolean): ValueNode => ValueNode.createImmediate(value)

export const equal = (left: OperationNode, right: OperationNode): BinaryOperationNode =>
  BinaryOperationNode.create(left, OperatorNode.create('='), right)

export const isNotNull = (node: OperationNode): BinaryOperationNode =>
  BinaryOperationNode.create(node, OperatorNode.create('is not'), ValueNode.createImmediate(null))

export const caseOf = (when: OperationNode, then: OperationNode, otherwise: OperationNode): CaseNode => ({
  ...CaseNode.create(),
  when: [{ ...WhenNode.create(when), result: then }],
  else: otherwise,
})

/** A lateral join without a condition. */
export const lateral = (node: SelectQueryNode, alias: string): JoinNode =>
  JoinNode.create('LateralCrossJoin', aliased(node, alias))

export const tableName = (node: TableNode): string => {
  const { schema, identifier } = node.table
  return schema ? `${schema.name}.${identifier.name}` : identifier.name
}

/** Conditions joined by AND; at least one. */
export const all = (conditions: readonly OperationNode[]): OperationNode =>
  conditions.reduce((left, right) => AndNode.create(left, right))
