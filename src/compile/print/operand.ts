import {
  BinaryOperationNode,
  OperatorNode,
  type OperationNode,
  type OperationNodeKind,
  ParensNode,
  RawNode,
} from 'kysely'
import { fragmentOf, hasWordOutside, isUnit } from '../facts/raw-fragment.js'

/**
 * The node inside Kysely's brackets. Around Kysely's own nodes they are dropped, because the printer sets its own by
 * structure. Around raw text they are kept, because nothing else shows where the text ends.
 */
export function unwrapParens(node: OperationNode): OperationNode {
  let inner = node
  while (ParensNode.is(inner) && !RawNode.is(inner.node)) inner = inner.node
  return inner
}

const LOOSE: ReadonlySet<OperationNodeKind> = new Set([
  'AndNode',
  'OrNode',
  'BinaryOperationNode',
  'UnaryOperationNode',
  'JSONReferenceNode',
])

/** Whether a node needs brackets as an operand, so that precedence never matters. */
export function needsParens(node: OperationNode): boolean {
  if (RawNode.is(node)) return !isUnit(fragmentOf(node), (child) => !needsParens(unwrapParens(child)))
  return LOOSE.has(node.kind)
}

/**
 * Whether the right side of an operator is raw text that takes no brackets: a list after IN, the text after IS (`null`,
 * `distinct from b`), a pattern with its ESCAPE.
 */
export function isBareRight(operator: OperationNode, right: OperationNode): boolean {
  if (!RawNode.is(right) || !OperatorNode.is(operator)) return false
  const word = operator.operator
  if (word === 'is' || word === 'is not' || word === 'in' || word === 'not in') return true
  return word.includes('like') && hasWordOutside(fragmentOf(right), 'escape')
}

/** Whether a condition ends in raw text without brackets, so that it needs brackets itself before an AND or OR. */
export const endsInText = (node: OperationNode): boolean =>
  BinaryOperationNode.is(node) &&
  isBareRight(node.operator, node.rightOperand) &&
  needsParens(node.rightOperand)
