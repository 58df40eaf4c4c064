import {
  BinaryOperationNode,
  CaseNode,
  CastNode,
  type ColumnDataType,
  DataTypeNode,
  type Expression,
  ExpressionWrapper,
  FunctionNode,
  type OperationNode,
  type Operator,
  OperatorNode,
  type SqlBool,
  ValueNode,
  WhenNode,
} from 'kysely'

/** What a feature store calls a gate: a condition on one row. Unknown is not true. */
export type Gate = Expression<SqlBool | null>

/** An expression or a constant. */
export type Operand<T> = Expression<T> | (T & (string | number | boolean))

/** Idioms build Kysely's nodes directly: its builder would want to know a scope, and their arguments bring theirs. */
export const toNode = (operand: Operand<unknown>): OperationNode =>
  typeof operand === 'object' ? operand.toOperationNode() : ValueNode.create(operand)

export const wrap = <T>(node: OperationNode): Expression<T> => new ExpressionWrapper<never, never, T>(node)

export const call = <T>(name: string, ...operands: readonly Operand<unknown>[]): Expression<T> =>
  wrap(FunctionNode.create(name, operands.map(toNode)))

export const binary = <T>(
  left: Operand<unknown>,
  operator: Operator,
  right: Operand<unknown>,
): Expression<T> =>
  wrap(BinaryOperationNode.create(toNode(left), OperatorNode.create(operator), toNode(right)))

export const cast = <T>(operand: Operand<unknown>, type: ColumnDataType): Expression<T> =>
  wrap(CastNode.create(toNode(operand), DataTypeNode.create(type)))

/** `CASE WHEN … THEN … ELSE … END`; NULL where nothing holds and there is no `otherwise`. */
export function caseWhen<T>(
  cases: readonly (readonly [Gate, Operand<T>])[],
  otherwise?: Operand<T>,
): Expression<T> {
  const when = cases.map(([gate, value]): WhenNode => ({
    ...WhenNode.create(gate.toOperationNode()),
    result: toNode(value),
  }))
  const node: CaseNode = {
    ...CaseNode.create(),
    when,
    ...(otherwise !== undefined && { else: toNode(otherwise) }),
  }
  return wrap(node)
}
