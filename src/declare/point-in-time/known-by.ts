import type {
  Expression,
  ExtractTypeFromStringReference,
  ReferenceExpression,
  SelectQueryBuilder,
  StringReference,
} from 'kysely'

/**
 * The facts of a query that were recorded no later than a cutoff: a constant, or the T0 of a query around it. A fact that
 * was recorded at an unknown time is left out.
 *
 * A source without a recording column takes no `knownBy`. Waive it by name and with a reason where the store is
 * certified: `timeless` in its declaration, or `pointInTime` of the certification.
 *
 * @example
 * eb.selectFrom(knownBy(eb.selectFrom('i').selectAll('i'), 'i.recorded_at', eb.ref('l.edited_at')).as('i'))
 */
export function knownBy<DB, TB extends keyof DB, O, C extends StringReference<DB, TB>>(
  facts: SelectQueryBuilder<DB, TB, O>,
  column: ExtractTypeFromStringReference<DB, TB, C> extends Date | null ? C : never,
  cutoff: Expression<Date | null> | Date,
): SelectQueryBuilder<DB, TB, O> {
  const isExpression = typeof cutoff === 'object' && cutoff !== null && 'toOperationNode' in cutoff
  if (!isExpression && !(cutoff instanceof Date))
    throw new TypeError(
      'knownBy() takes a cutoff third: an expression, such as eb.ref("l.edited_at"), or a Date',
    )
  return facts.where(column as ReferenceExpression<DB, TB>, '<=', cutoff as never)
}
