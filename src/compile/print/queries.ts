import {
  AliasNode,
  type CommonTableExpressionNode,
  type JoinNode,
  type JoinType,
  SelectQueryNode,
  type SetOperationNode,
  type WithNode,
} from 'kysely'
import { builders, type Doc, type Print } from './doc.js'

const { group, hardline, indent, join, line } = builders

/** Join words; null for those of other databases. */
const JOIN_WORDS: Record<JoinType, string | null> = {
  InnerJoin: 'JOIN',
  LeftJoin: 'LEFT JOIN',
  RightJoin: 'RIGHT JOIN',
  FullJoin: 'FULL JOIN',
  CrossJoin: 'CROSS JOIN',
  LateralInnerJoin: 'JOIN LATERAL',
  LateralLeftJoin: 'LEFT JOIN LATERAL',
  LateralCrossJoin: 'CROSS JOIN LATERAL',
  Using: 'JOIN',
  OuterApply: null,
  CrossApply: null,
}

export const isJoinSupported = (type: JoinType): boolean => JOIN_WORDS[type] !== null

export const joinClause = (node: JoinNode, print: Print): Doc => {
  const head = [`${JOIN_WORDS[node.joinType]} `, print(node.table)]
  if (!node.on) return head
  // A subquery ends in a line of its own; its condition goes there.
  const isSubquery = AliasNode.is(node.table) && SelectQueryNode.is(node.table.node)
  return isSubquery ? [...head, ' ', print(node.on)] : group([...head, indent([line, print(node.on)])])
}

/** One clause per line; a nested query may stay on one line if it fits. */
export function select(node: SelectQueryNode, print: Print, outermost: boolean): Doc {
  const one = (clause: Parameters<Print>[0] | undefined): Doc[] => (clause ? [print(clause)] : [])
  const columns = (node.selections ?? []).map((selection) => print(selection))
  const head = [
    'SELECT',
    node.distinctOn ? [' DISTINCT ON (', join(', ', node.distinctOn.map(print)), ')'] : '',
    ...(node.frontModifiers ?? []).map((modifier) => [' ', print(modifier)]),
  ]
  const clauses: Doc[] = [
    ...one(node.with),
    group([...head, indent([line, join([',', columns.length > 1 && outermost ? hardline : line], columns)])]),
    ...one(node.from),
    ...(node.joins ?? []).map(print),
    ...one(node.where),
    ...one(node.groupBy),
    ...one(node.having),
    ...(node.setOperations ?? []).map(print),
    ...one(node.orderBy),
    ...one(node.limit),
    ...one(node.offset),
    ...one(node.fetch),
  ]
  return outermost ? join(hardline, clauses) : group(join(line, clauses))
}

export const setOperation = (node: SetOperationNode, print: Print): Doc => [
  `${node.operator.toUpperCase()}${node.all ? ' ALL' : ''}`,
  hardline,
  print(node.expression),
]

export const withClause = (node: WithNode, print: Print): Doc => [
  node.recursive ? 'WITH RECURSIVE ' : 'WITH ',
  join([',', hardline], node.expressions.map(print)),
]

export const commonTable = (node: CommonTableExpressionNode, print: Print): Doc => [
  print(node.name),
  ' AS ',
  node.materialized === undefined ? '' : node.materialized ? 'MATERIALIZED ' : 'NOT MATERIALIZED ',
  print(node.expression),
]
