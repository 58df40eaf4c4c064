import { callSite } from '../call-site.js'
import type { ColumnRow, Columns } from '../column.js'
import { binary, type Condition, wrap } from '../idioms/expression.js'
import { isTrue, onlyWhen } from '../idioms/logic.js'
import type { Query } from '../layer.js'
import { type Duration, secondsOf, shifted } from './duration.js'
import { aDuration, aName, aRecord, found } from './faults.js'
import type { Label } from './label-type.js'
import { oneGroup } from './one-group.js'
import { belongs, fact, left, overFacts } from './over-facts.js'
import type { DefineColumns, FactsOf, TimeColumn } from './settings.js'

export interface LabelSettings<Left, Fact, Mature extends string> extends Omit<FactsOf<Left, Fact>, 'of'> {
  /** The facts: what happens after the T0. */
  readonly of: FactsOf<Left, Fact>['of']
  /** The column of the left row after which facts count, its T0. A fact of the same instant does not count. */
  readonly after: TimeColumn<Left>
  /** How long after it facts count: up to `after + horizon`, that instant included. A day is 24 hours. */
  readonly horizon: Duration
  /**
   * The column of the left row that says up to when the facts are complete, such as the time of the last import. It is
   * data and not the clock, so yesterday's labels are the same tomorrow.
   */
  readonly matureBy: TimeColumn<Left>
  /** Name of the column that says whether the label is mature. Default `mature`. */
  readonly mature?: Mature
}

/**
 * Aggregates over the facts in a span of time after the T0 of each left row: whether it was sold within 30 days.
 *
 * Every left row is in the result exactly once. All columns are NULL until the span is over, which is when
 * `after + horizon <= matureBy`; over no facts, a mature count is 0. The columns are branded as labels: no certification
 * and no feature helper accepts them, as a type error and as FS189.
 *
 * @param define aggregates over the facts, `fact`; columns of the left row are written `base.column`.
 * @example
 * const withLabel = label('with_label', 'Listings with what came of them.', {
 *   onto: listings, of: sales, key: { listing_id: 'listing_id' },
 *   at: 'sold_at', after: 'edited_at', horizon: '30 days', matureBy: 'imported_up_to',
 * }, () => ({ sale_cnt: column('Sales within 30 days.', countRows()) }))
 */
export function label<Left, Fact, C extends Columns, const Mature extends string = 'mature'>(
  name: string,
  comment: string,
  settings: LabelSettings<Left, Fact, Mature>,
  define: DefineColumns<Left, Fact, C>,
): Query<Left & { [K in Mature]: Label<boolean> } & { [K in keyof C]: Label<ColumnRow<C>[K]> | null }> {
  const { onto, of, key, at, after, horizon, matureBy, mature = 'mature' } = settings
  const end = shifted(left(after), secondsOf(horizon) ?? 0)
  const isMature: Condition = binary(end, '<=', left(matureBy))
  return overFacts({
    name,
    comment,
    site: callSite(label),
    onto,
    of,
    define,
    visit: (columns) => ({
      helper: 'label',
      labels: [mature, ...Object.keys(columns)],
      leftColumns: [],
      times: { at: ['fact', at], after: ['base', after], matureBy: ['base', matureBy] },
      faults: found([
        ...aRecord('key', key),
        aName('at', at),
        aName('after', after),
        aDuration('horizon', horizon),
        aName('matureBy', matureBy),
        aName('mature', mature),
      ]),
      alias: 'label_window',
      join: 'LateralInnerJoin',
      where: [
        ...belongs(key, after, undefined),
        binary(fact(at), '>', left(after)).toOperationNode(),
        binary(fact(at), '<=', end).toOperationNode(),
      ],
      clauses: oneGroup(columns),
      read: (given) => onlyWhen(isMature, wrap<unknown>(given)).toOperationNode(),
      before: [
        [
          mature,
          'Whether the time in which the label is decided is over.',
          isTrue(isMature).toOperationNode(),
        ],
      ],
    }),
  })
}
