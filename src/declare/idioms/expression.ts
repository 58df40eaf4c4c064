import {
  type AliasableExpression,
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
  ParensNode,
  RawNode,
  type SqlBool,
  ValueNode,
  WhenNode,
} from 'kysely'

/** A boolean expression over one row. NULL counts as not true. */
export type Condition = Expression<SqlBool | null>

/** An expression or a constant. */
export type Operand<T> = Expression<T> | (T & (string | number | boolean))

/**
 * Idioms build Kysely's nodes directly, because its builder requires a scope that the arguments already have. Raw text
 * becomes one operand, even if it contains commas.
 */
export function toNode(operand: Operand<unknown>): OperationNode {
  if (typeof operand !== 'object') return ValueNode.create(operand)
  const node = operand.toOperationNode()
  return RawNode.is(node) ? ParensNode.create(node) : node
}

export const wrap = <T>(node: OperationNode): AliasableExpression<T> =>
  new ExpressionWrapper<never, never, T>(node)

export const call = <T>(name: string, ...operands: readonly Operand<unknown>[]): AliasableExpression<T> =>
  wrap(FunctionNode.create(name, operands.map(toNode)))

export const binary = <T>(
  left: Operand<unknown>,
  operator: Operator,
  right: Operand<unknown>,
): AliasableExpression<T> =>
  wrap(BinaryOperationNode.create(toNode(left), OperatorNode.create(operator), toNode(right)))

export const cast = <T>(operand: Operand<unknown>, type: ColumnDataType): AliasableExpression<T> =>
  wrap(CastNode.create(toNode(operand), DataTypeNode.create(type)))

/** `CASE WHEN … THEN … ELSE … END`; NULL where nothing holds and there is no `otherwise`. */
export function caseWhen<T>(
  cases: readonly (readonly [Condition, Operand<T>])[],
  otherwise?: Operand<T>,
): AliasableExpression<T> {
  const when = cases.map(([condition, value]): WhenNode => ({
    ...WhenNode.create(condition.toOperationNode()),
    result: toNode(value),
  }))
  const node: CaseNode = {
    ...CaseNode.create(),
    when,
    ...(otherwise !== undefined && { else: toNode(otherwise) }),
  }
  return wrap(node)
}
