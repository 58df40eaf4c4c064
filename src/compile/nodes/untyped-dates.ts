import {
  BinaryOperationNode,
  CaseNode,
  FunctionNode,
  type OperationNode,
  OperatorNode,
  PrimitiveValueListNode,
  RawNode,
  TupleNode,
  ValueListNode,
  ValueNode,
} from 'kysely'
import { literal, untypedDate } from '../print/literal.js'

/** Operators that compare, and the difference of two moments. */
const TAKES_TYPE: ReadonlySet<string> = new Set([
  '=',
  '==',
  '!=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  '-',
  'between',
  'between symmetric',
  'in',
  'not in',
  'is distinct from',
  'is not distinct from',
])
/** Functions whose arguments have one type. */
const ONE_TYPE: ReadonlySet<string> = new Set(['coalesce', 'nullif', 'greatest', 'least'])
const QUANTIFIERS: ReadonlySet<string> = new Set(['any', 'all', 'some'])

const isLiteral = ({ kind }: OperationNode): boolean =>
  kind === 'ValueNode' || kind === 'PrimitiveValueListNode'

/**
 * A node whose direct Dates are literals without a type where they take the type of the expression beside them: beside
 * a `date` or `timestamp` column, a typed literal would be another day in another session. This includes raw text,
 * because Kysely sends Dates as parameters, which have no type either.
 */
export function withUntypedDates<N extends OperationNode>(node: N): N {
  const changed = (parts: OperationNode): N => parts as N
  if (RawNode.is(node) && node.parameters.some(isDate))
    return changed({ ...node, parameters: node.parameters.map(untyped) } as RawNode)
  if (BinaryOperationNode.is(node)) {
    const { leftOperand: left, rightOperand: right, operator } = node
    if (!OperatorNode.is(operator) || !TAKES_TYPE.has(operator.operator)) return node
    return changed({
      ...node,
      leftOperand: isLiteral(right) ? left : untyped(left),
      rightOperand: isLiteral(left) ? right : untyped(right),
    } as BinaryOperationNode)
  }
  if (FunctionNode.is(node)) {
    if (!ONE_TYPE.has(node.func.toLowerCase()) || node.arguments.every(isLiteral)) return node
    return changed({ ...node, arguments: node.arguments.map(untyped) } as FunctionNode)
  }
  if (CaseNode.is(node)) {
    const results = [...(node.when ?? []).map(({ result }) => result), node.else]
    if (!results.some((result) => result && !isLiteral(result))) return node
    return changed({
      ...node,
      when: node.when?.map((when) => ({ ...when, ...(when.result && { result: untyped(when.result) }) })),
      ...(node.else && { else: untyped(node.else) }),
    } as CaseNode)
  }
  return node
}

const isDate = (node: OperationNode): boolean => ValueNode.is(node) && untypedDate(node.value) !== undefined

function untyped(node: OperationNode): OperationNode {
  if (ValueNode.is(node)) return raw(untypedDate(node.value)) ?? node
  if (PrimitiveValueListNode.is(node)) {
    if (!node.values.some((value) => value instanceof Date)) return node
    return ValueListNode.create(
      node.values.map((value) => raw(untypedDate(value) ?? literal(value)) ?? ValueNode.create(value)),
    )
  }
  if (TupleNode.is(node)) return TupleNode.create(node.values.map(untyped))
  if (node.kind === 'AndNode' && 'left' in node && 'right' in node)
    return {
      ...node,
      left: untyped(node.left as OperationNode),
      right: untyped(node.right as OperationNode),
    } as OperationNode
  if (FunctionNode.is(node) && QUANTIFIERS.has(node.func))
    return { ...node, arguments: node.arguments.map(untyped) } as FunctionNode
  return node
}

const raw = (text: string | undefined): RawNode | undefined =>
  text === undefined ? undefined : RawNode.createWithSql(text)
