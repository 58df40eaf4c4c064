import {
  AndNode,
  BinaryOperationNode,
  ColumnNode,
  type JoinNode,
  type OperationNode,
  OperatorNode,
  ParensNode,
  RawNode,
  ReferenceNode,
} from 'kysely'
import { fragmentOf, mentionsName } from '../facts/raw-fragment.js'
import { tableName } from '../nodes/build.js'
import { some } from '../nodes/walk.js'

const conjuncts = (node: OperationNode): OperationNode[] => {
  if (ParensNode.is(node)) return conjuncts(node.node)
  return AndNode.is(node) ? [...conjuncts(node.left), ...conjuncts(node.right)] : [node]
}

const keyOf = (node: OperationNode, alias: string): string | undefined =>
  ReferenceNode.is(node) && node.table && tableName(node.table) === alias && ColumnNode.is(node.column)
    ? node.column.column.name
    : undefined

const mentions = (node: OperationNode, alias: string): boolean =>
  some(
    node,
    (child) =>
      (ReferenceNode.is(child) && child.table !== undefined && tableName(child.table) === alias) ||
      (RawNode.is(child) && mentionsName(fragmentOf(child), alias)),
  )

/**
 * The expression that each key column of an aggregate equals, read from its join condition.
 *
 * @returns An empty map when the join is not an inner join on exactly the whole key.
 */
export function joinKeys(
  join: JoinNode,
  alias: string,
  by: readonly string[],
): ReadonlyMap<string, OperationNode> {
  const none = new Map<string, OperationNode>()
  if (join.joinType !== 'InnerJoin' || !join.on) return none
  const keys = new Map<string, OperationNode>()
  for (const condition of conjuncts(join.on.on)) {
    if (!BinaryOperationNode.is(condition) || !OperatorNode.is(condition.operator)) return none
    const { leftOperand: left, rightOperand: right, operator } = condition
    const key = keyOf(left, alias) ?? keyOf(right, alias)
    const outer = keyOf(left, alias) === undefined ? left : right
    if (operator.operator !== '=' || key === undefined || !by.includes(key) || keys.has(key)) return none
    if (mentions(outer, alias)) return none
    keys.set(key, outer)
  }
  if (keys.size !== by.length) return none
  return new Map(by.flatMap((key) => [...keys].filter(([name]) => name === key)))
}
