import {
  AggregateFunctionNode,
  type AliasableExpression,
  type Expression,
  type OperationNode,
  SelectAllNode,
  WhereNode,
} from 'kysely'
import { binary, call, cast, type Condition, type Operand, toNode, wrap } from './expression.js'

const over = (name: string, operand: OperationNode, condition: Condition | undefined): OperationNode => {
  const filter = condition && WhereNode.create(condition.toOperationNode())
  return {
    ...AggregateFunctionNode.create(name, [operand]),
    ...(filter && { filter }),
  } as AggregateFunctionNode
}

/** All rows, as an integer. 0 when there are none, never NULL. */
export const countRows = (): AliasableExpression<number> =>
  cast(wrap(over('count', SelectAllNode.create(), undefined)), 'integer')

/** Rows for which the condition holds, as an integer. 0 when there are none, never NULL. */
export const countWhere = (condition: Condition): AliasableExpression<number> =>
  cast(wrap(over('count', SelectAllNode.create(), condition)), 'integer')

/** Greatest known value of the rows for which the condition holds; NULL without one. */
export const maxWhere = <T>(value: Expression<T>, condition?: Condition): AliasableExpression<T | null> =>
  wrap(over('max', toNode(value), condition))

/** Least known value of the rows for which the condition holds; NULL without one. */
export const minWhere = <T>(value: Expression<T>, condition?: Condition): AliasableExpression<T | null> =>
  wrap(over('min', toNode(value), condition))

/**
 * Mean of the known integers of the rows for which the condition holds; NULL without one. The sum is exact, so the
 * result is identical in every order of rows, and it costs a fraction of `avg`, which is numeric.
 */
export const meanWhere = (
  value: Expression<number | null>,
  condition?: Condition,
): AliasableExpression<number | null> =>
  binary(
    cast(wrap(over('sum', toNode(value), condition)), 'double precision'),
    '/',
    cast(wrap(over('count', toNode(value), condition)), 'double precision'),
  )

/** `part / whole` as a double; NULL when `whole` is 0 or unknown. */
export const ratio = (
  part: Operand<number | null>,
  whole: Operand<number | null>,
): AliasableExpression<number | null> => binary(cast(part, 'double precision'), '/', call('nullif', whole, 0))
