import {
  AggregateFunctionNode,
  type AliasableExpression,
  type Expression,
  OrderByItemNode,
  OrderByNode,
  RawNode,
  sql,
  ValueNode,
  WhereNode,
} from 'kysely'
import { type Condition, toNode, wrap } from '../idioms/expression.js'
import { allOf, isKnown } from '../idioms/logic.js'

const isFraction = (fraction: unknown): boolean =>
  typeof fraction === 'number' && fraction >= 0 && fraction <= 1

const checked = (fraction: number, caller: string): number => {
  if (!isFraction(fraction))
    throw new TypeError(`${caller}() takes a fraction from 0 to 1 first, got ${JSON.stringify(fraction)}`)
  return fraction
}

const ascending = (value: Expression<unknown>): OrderByNode =>
  OrderByNode.create([OrderByItemNode.create(toNode(value))])

const filtered = (condition: Condition | undefined) =>
  condition && { filter: WhereNode.create(condition.toOperationNode()) }

/**
 * The least known value that at least this fraction of the known values do not exceed; NULL without one. It is one of the
 * values, never a number between two of them, so it does not depend on the order of rows; of values that are equal and
 * not the same (numerics 1.0 and 1.00) it may be any, which a certified store refuses (FS224). An aggregate, for
 * {@link timeWindow}, `aggregate` and queries with GROUP BY.
 *
 * @param fraction from 0 to 1: 0.5 is the median.
 */
export function percentile<T>(
  fraction: number,
  value: Expression<T>,
  condition?: Condition,
): AliasableExpression<NonNullable<T> | null> {
  return wrap({
    ...AggregateFunctionNode.create('percentile_disc', [
      ValueNode.createImmediate(checked(fraction, 'percentile')),
    ]),
    withinGroup: ascending(value),
    ...filtered(condition),
  } as AggregateFunctionNode)
}

/**
 * The known values as a sorted array; NULL without one. An aggregate as {@link percentile} is. What is computed from all of
 * them goes into a column after it: {@link modeOf}, {@link percentileOf}.
 *
 * @example
 * timeWindow(…, (eb) => ({ prices: column('Prices.', sortedValues(eb.ref('price'))) }))
 *   .columns((eb) => ({ usual_price: column('Most frequent price.', modeOf(eb.ref('prices'))) }))
 */
export const sortedValues = <T>(
  value: Expression<T>,
  condition?: Condition,
): AliasableExpression<NonNullable<T>[] | null> =>
  wrap({
    ...AggregateFunctionNode.create('array_agg', [toNode(value)]),
    orderBy: ascending(value),
    ...filtered(condition ? allOf(isKnown(value), condition) : isKnown(value)),
  } as AggregateFunctionNode)

/**
 * The most frequent known item of an array, and of several the least; NULL without one. The array is one of
 * {@link sortedValues}, or the values of a frame that `overFrame` has collected with `array_agg`. Postgres's own `mode()`
 * does not say which of several it takes.
 */
export const modeOf = <T>(values: Expression<T[] | null>): AliasableExpression<NonNullable<T> | null> =>
  scalar(
    sql`(SELECT unnest.unnest FROM unnest(${values}) WHERE unnest.unnest IS NOT NULL GROUP BY unnest.unnest ORDER BY count(*) DESC, unnest.unnest LIMIT 1)`,
  )

/** The same as {@link percentile} over the items of an array, such as the values of a frame. */
export const percentileOf = <T>(
  fraction: number,
  values: Expression<T[] | null>,
): AliasableExpression<NonNullable<T> | null> =>
  scalar(
    sql`(SELECT percentile_disc(${sql.lit(checked(fraction, 'percentileOf'))}) WITHIN GROUP (ORDER BY unnest.unnest) FROM unnest(${values}))`,
  )

/** An item is written `unnest.unnest`, because a bare name in raw text could be a column of the row. */
const scalar = <T>(query: { toOperationNode(): RawNode }): AliasableExpression<T> =>
  wrap(query.toOperationNode())
