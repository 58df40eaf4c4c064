import { callSite } from '../call-site.js'
import type { ColumnRow, Columns } from '../column.js'
import { binary } from '../idioms/expression.js'
import type { Query } from '../layer.js'
import { type Duration, secondsOf, shifted } from './duration.js'
import { aDuration, aName, aRecord, found, oneOf } from './faults.js'
import { belongs, fact, left, leftColumns, overFacts, timesOf } from './over-facts.js'
import { oneGroup } from './one-group.js'
import type { DefineColumns, KnownFactsOf } from './settings.js'

export interface TimeWindowSettings<Left, Fact> extends KnownFactsOf<Left, Fact> {
  /** Length of the window: a day is 24 hours. `'unbounded'` for everything before its end. */
  readonly length: Duration | 'unbounded'
  /** How long before the T0 the window ends. Default: it ends at the T0. */
  readonly lag?: Duration
  /**
   * Which end belongs to the window. Default `'[)'`: its start, so that facts of the T0's own instant, the left row
   * itself among them, are not in it. `'(]'`: its end.
   */
  readonly bounds?: '[)' | '(]'
}

/**
 * Aggregates over the facts in a window of time before the T0 of each left row: the sales of the 30 days before.
 *
 * Every left row is in the result exactly once. Over no facts a count is 0 and never NULL, a max is NULL. The window has
 * a fixed length in every time zone. A fact that was recorded after the T0 is left out with `knownAt`, whatever the lag.
 *
 * @param define aggregates over the facts, `fact`; columns of the left row are written `base.column`.
 * @example
 * const withSales = timeWindow('with_sales', 'Listings with the sales before them.', {
 *   onto: listings, of: sales, key: { region: 'region' }, at: 'sold_at', t0: 'edited_at', length: '30 days',
 * }, (eb) => ({
 *   sale_cnt: column('Sales.', countRows()),
 *   cheaper_cnt: column('Sales below its price.', countWhere(eb('fact.price', '<', eb.ref('base.price')))),
 * }))
 */
export function timeWindow<Left, Fact, C extends Columns>(
  name: string,
  comment: string,
  settings: TimeWindowSettings<Left, Fact>,
  define: DefineColumns<Left, Fact, C>,
): Query<Left & ColumnRow<C>> {
  const { onto, of, key, at, t0, length, lag, bounds = '[)', knownAt } = settings
  const end = secondsOf(lag) ?? 0
  const start = secondsOf(length)
  const [after, before] = bounds === '(]' ? (['>', '<='] as const) : (['>=', '<'] as const)
  return overFacts({
    name,
    comment,
    site: callSite(timeWindow),
    onto,
    of,
    define,
    visit: (columns) => ({
      helper: 'timeWindow',
      labels: [],
      leftColumns: leftColumns(key, t0),
      times: timesOf(at, t0, knownAt),
      faults: found([
        ...aRecord('key', key),
        aName('at', at),
        aName('t0', t0),
        length === 'unbounded' ? undefined : aDuration('length', length),
        lag === undefined ? undefined : aDuration('lag', lag, 0),
        oneOf('bounds', bounds, ['[)', '(]']),
        knownAt === undefined ? undefined : aName('knownAt', knownAt),
      ]),
      alias: 'time_window',
      join: 'LateralInnerJoin',
      where: [
        ...belongs(key, t0, knownAt),
        ...[
          ...(start === undefined ? [] : [binary(fact(at), after, shifted(left(t0), -end - start))]),
          binary(fact(at), before, shifted(left(t0), -end)),
        ].map((one) => one.toOperationNode()),
      ],
      clauses: oneGroup(columns),
    }),
  })
}
