import type { OperationNode, SelectQueryNode } from 'kysely'
import type { QueryDeclaration } from '../../declare/relation.js'
import { withMark } from '../nodes/mark.js'
import { mapNode } from '../nodes/walk.js'

/** Nodes that contain expressions but are not expressions. */
const HOLDERS: ReadonlySet<string> = new Set([
  'AliasNode',
  'AndNode',
  'CommonTableExpressionNode',
  'FetchNode',
  'FromNode',
  'GroupByItemNode',
  'GroupByNode',
  'HavingNode',
  'JoinNode',
  'LimitNode',
  'OffsetNode',
  'OnNode',
  'OrNode',
  'OrderByItemNode',
  'OrderByNode',
  'ParensNode',
  'SelectionNode',
  'SetOperationNode',
  'WhereNode',
  'WithNode',
])

/** Names, which do not identify a place on their own. */
const NAMES: ReadonlySet<string> = new Set([
  'CommonTableExpressionNameNode',
  'IdentifierNode',
  'OperatorNode',
  'SchemableIdentifierNode',
  'SelectAllNode',
  'SelectModifierNode',
  'TableNode',
])

/** A declaration's query in which every condition, column and other expression is marked. */
export function markParts(query: SelectQueryNode, declaration: QueryDeclaration): SelectQueryNode {
  const mark = (node: OperationNode): OperationNode => {
    if (NAMES.has(node.kind)) return node
    if (HOLDERS.has(node.kind)) return mapNode(node, mark)
    if (node.kind === 'SelectQueryNode') return withMark(mapNode(node, mark), { declaration, part: node })
    return withMark(mapNode(node, nested), { declaration, part: node })
  }
  /** Inside an expression only the parts of its queries have places of their own. */
  const nested = (node: OperationNode): OperationNode | undefined =>
    node.kind === 'SelectQueryNode' ? mapNode(node, mark) : undefined
  return mapNode(query, mark)
}
