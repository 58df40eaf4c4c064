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
import { binary, caseWhen, type Gate, type Operand, wrap } from './expression.js'

/** True when the gate is; false when it is false or unknown. Never NULL. */
export const isTrue = (gate: Gate): AliasableExpression<boolean> => binary(gate, 'is', true)

/** True when the gate is false or unknown. Never NULL. */
export const isNotTrue = (gate: Gate): AliasableExpression<boolean> => binary(gate, 'is not', true)

/** True when the value is known. Never NULL. */
export const isKnown = (value: Expression<unknown>): AliasableExpression<boolean> =>
  binary(value, 'is not', wrap(ValueNode.createImmediate(null)))

const chain = (gates: readonly Gate[], join: (left: OperationNode, right: OperationNode) => OperationNode) =>
  ParensNode.create(gates.map((gate) => gate.toOperationNode()).reduce(join))

/** All of the gates hold. */
export const allOf = (...gates: readonly [Gate, ...Gate[]]): AliasableExpression<boolean> =>
  wrap(chain(gates, AndNode.create))

/** At least one of the gates holds. */
export const anyOf = (...gates: readonly [Gate, ...Gate[]]): AliasableExpression<boolean> =>
  wrap(chain(gates, OrNode.create))

/** The gate does not hold; unknown stays unknown. */
export const not = (gate: Gate): AliasableExpression<boolean> =>
  wrap(UnaryOperationNode.create(OperatorNode.create('not'), gate.toOperationNode()))

/** The value where the gate holds, NULL everywhere else: how a value stays unknown until there is evidence for it. */
export const onlyWhen = <T>(gate: Gate, value: Operand<T>): AliasableExpression<T | null> =>
  caseWhen<T | null>([[gate, value]])

/** The value of the first gate that holds, else `otherwise`, which may be NULL only when it says so. */
export const firstOf = <T>(
  cases: readonly (readonly [Gate, Operand<T>])[],
  otherwise: Operand<NoInfer<T>>,
): AliasableExpression<T> => caseWhen(cases, otherwise)

/** The value of the first gate that holds, NULL when none does. */
export const firstOfOrNull = <T>(
  cases: readonly (readonly [Gate, Operand<T | null>])[],
): AliasableExpression<T | null> => caseWhen(cases)
