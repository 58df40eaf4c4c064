import {
  type AliasableExpression,
  AndNode,
  type Expression,
  type OperationNode,
  OperatorNode,
  OrNode,
  ParensNode,
  UnaryOperationNode,
  ValueNode,
} from 'kysely'
import { binary, caseWhen, type Condition, type Operand, wrap } from './expression.js'

/** True when the condition is; false when it is false or unknown. Never NULL. */
export const isTrue = (condition: Condition): AliasableExpression<boolean> => binary(condition, 'is', true)

/** True when the condition is false or unknown. Never NULL. */
export const isNotTrue = (condition: Condition): AliasableExpression<boolean> =>
  binary(condition, 'is not', true)

/** True when the value is known. Never NULL. */
export const isKnown = (value: Expression<unknown>): AliasableExpression<boolean> =>
  binary(value, 'is not', wrap(ValueNode.createImmediate(null)))

const chain = (
  conditions: readonly Condition[],
  join: (left: OperationNode, right: OperationNode) => OperationNode,
) => ParensNode.create(conditions.map((condition) => condition.toOperationNode()).reduce(join))

/** All of the conditions hold. */
export const allOf = (...conditions: readonly [Condition, ...Condition[]]): AliasableExpression<boolean> =>
  wrap(chain(conditions, AndNode.create))

/** At least one of the conditions holds. */
export const anyOf = (...conditions: readonly [Condition, ...Condition[]]): AliasableExpression<boolean> =>
  wrap(chain(conditions, OrNode.create))

/** The condition does not hold; unknown stays unknown. */
export const not = (condition: Condition): AliasableExpression<boolean> =>
  wrap(UnaryOperationNode.create(OperatorNode.create('not'), condition.toOperationNode()))

/** The value where the condition holds, NULL everywhere else: how a value stays unknown until there is evidence for it. */
export const onlyWhen = <T>(condition: Condition, value: Operand<T>): AliasableExpression<T | null> =>
  caseWhen<T | null>([[condition, value]])

/** The value of the first condition that holds, else `otherwise`, which may be NULL only if its type allows it. */
export const firstOf = <T>(
  cases: readonly (readonly [Condition, Operand<T>])[],
  otherwise: Operand<NoInfer<T>>,
): AliasableExpression<T> => caseWhen(cases, otherwise)

/** The value of the first condition that holds, NULL when none does. */
export const firstOfOrNull = <T>(
  cases: readonly (readonly [Condition, Operand<T | null>])[],
): AliasableExpression<T | null> => caseWhen(cases)
