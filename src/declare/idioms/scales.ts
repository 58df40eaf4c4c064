import type { AliasableExpression, Expression } from 'kysely'
import { binary, call, caseWhen, type Condition, type Operand } from './expression.js'

/** The first value that is known; NULL when none is. */
export const firstKnown = <T>(
  ...values: readonly [Expression<T>, ...Expression<T>[]]
): AliasableExpression<T> => call('coalesce', ...values)

/** The value, or a default where it is unknown. The result never is. */
export const orElse = <T>(
  value: Expression<T>,
  otherwise: Operand<NonNullable<T>>,
): AliasableExpression<NonNullable<T>> => call('coalesce', value, otherwise)

/**
 * Label of the range in which a known number falls; NULL when the number is unknown.
 *
 * @param ranges Upper bounds, not included, in rising order with their labels.
 * @param last Label of everything from the last bound up.
 */
export const bucket = (
  value: Expression<number | null>,
  ranges: readonly (readonly [below: number, label: string])[],
  last: string,
): AliasableExpression<string | null> =>
  caseWhen<string | null>([
    ...ranges.map(([below, label]) => [binary<boolean | null>(value, '<', below), label] as const),
    [binary<boolean>(value, '>=', ranges.at(-1)?.[0] ?? 0), last],
  ])

/** Raises a level to each floor whose condition holds. It never lowers the level, and an unknown level counts as 0. */
export const raisedTo = (
  level: Expression<number | null>,
  floors: readonly (readonly [floor: number, condition: Condition])[],
): AliasableExpression<number> =>
  call(
    'greatest',
    orElse(level, 0),
    ...floors.map(([floor, condition]) => caseWhen<number>([[condition, floor]], 0)),
  )
