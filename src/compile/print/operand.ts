import type { OperationNode, OperationNodeKind } from 'kysely'

/** Kysely's parentheses carry no meaning of their own: ours are set by structure. */
export function unwrapParens(node: OperationNode): OperationNode {
  let inner = node
  while (inner.kind === 'ParensNode' && 'node' in inner) inner = inner.node as OperationNode
  return inner
}

const LOOSE: ReadonlySet<OperationNodeKind> = new Set([
  'AndNode',
  'OrNode',
  'BinaryOperationNode',
  'UnaryOperationNode',
  'JSONReferenceNode',
])

/** Raw SQL that is one name, one number or one call stands by itself; anything else may be an operation. */
const TIGHT_RAW = /^[\w."]+(\([^()]*\))?$/

/** Whether a node needs parentheses when it stands beside an operator, so that precedence never decides. */
export function needsParens(node: OperationNode): boolean {
  if (node.kind === 'RawNode') {
    const { sqlFragments, parameters } = node as OperationNode & {
      readonly sqlFragments: readonly string[]
      readonly parameters: readonly OperationNode[]
    }
    if (parameters.length === 0) return !TIGHT_RAW.test(sqlFragments.join(''))
    const first = sqlFragments[0] ?? ''
    return !(first.startsWith('(') && (sqlFragments.at(-1) ?? '').endsWith(')'))
  }
  return LOOSE.has(node.kind)
}
