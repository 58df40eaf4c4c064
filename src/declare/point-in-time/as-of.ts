import { LimitNode, OrderByItemNode, OrderByNode, RawNode, ValueNode } from 'kysely'
import { choiceName } from '../../model/choice-name.js'
import { callSite } from '../call-site.js'
import type { ColumnRow, Columns } from '../column.js'
import { binary, wrap } from '../idioms/expression.js'
import { isTrue } from '../idioms/logic.js'
import type { Query } from '../layer.js'
import { type Duration, secondsOf, shifted } from './duration.js'
import { aDuration, aName, aRecord, found as foundFaults, oneOf } from './faults.js'
import { belongs, columnOf, fact, left, leftColumns, named, overFacts, timesOf, TRUE } from './over-facts.js'
import type { DefineColumns, KnownFactsOf } from './settings.js'

export interface AsOfSettings<Left, Fact, Found extends string> extends KnownFactsOf<Left, Fact> {
  /** Whether a fact of the same instant as the T0 counts. There is no default: both are common, and they differ. */
  readonly bound: '<' | '<='
  /**
   * Which of several facts of the same instant is chosen: the first in this order, in which NULL is the greatest value.
   * Together with the key and `at` it must be unique in the facts; `{}` if the key and `at` are.
   */
  readonly tie: { readonly [K in keyof Fact & string]?: 'asc' | 'desc' }
  /**
   * How far back a fact counts. The interval is half-open: with `'<'` it includes its start, `t0 - within`, and with
   * `'<='` it includes the T0 instead. Without it, a fact of any age counts.
   */
  readonly within?: Duration
  /** Name of the column that says whether there is such a fact. Default `found`. */
  readonly found?: Found
}

/**
 * The latest fact as of the T0 of each left row: the price at that time, the status at that time.
 *
 * Every left row is in the result exactly once. Where there is no fact, `found` is false and the columns are NULL; a
 * NULL in the fact itself has `found` true. The build fails with FS231 unless at most one fact is proven to have the same
 * key, instant and tie. Postgres visits the facts once for each left row, by an index over the key and `at` if it has
 * one.
 *
 * @param define columns of the chosen fact.
 * @example
 * const withIncome = asOf('with_income', 'Listings with the income of their district.', {
 *   onto: listings, of: incomes, key: { district_id: 'district_id' },
 *   at: 'snapshot_at', t0: 'edited_at', bound: '<', tie: { revision: 'desc' }, knownAt: 'recorded_at',
 * }, (eb) => ({ income: column('Median income.', eb.ref('income')) }))
 */
export function asOf<Left, Fact, C extends Columns, const Found extends string = 'found'>(
  name: string,
  comment: string,
  settings: AsOfSettings<Left, Fact, Found>,
  define: DefineColumns<Left, Fact, C>,
): Query<Left & { [K in Found]: boolean } & { [K in keyof C]: ColumnRow<C>[K] | null }> {
  const { onto, of, key, at, t0, bound, tie, within, knownAt, found = 'found' } = settings
  const back = secondsOf(within)
  const start =
    back === undefined ? [] : [binary(fact(at), bound === '<=' ? '>' : '>=', shifted(left(t0), -back))]
  const order = [[at, 'desc'] as const, ...Object.entries(tie ?? {})].map(([column, direction]) =>
    OrderByItemNode.create(
      fact(column).toOperationNode(),
      RawNode.createWithSql(direction === 'asc' ? 'asc' : 'desc'),
    ),
  )
  return overFacts({
    name,
    comment,
    site: callSite(asOf),
    onto,
    of,
    define,
    visit: () => ({
      helper: 'asOf',
      labels: [],
      leftColumns: leftColumns(key, t0),
      times: timesOf(at, t0, knownAt),
      faults: foundFaults([
        ...aRecord('key', key),
        aName('at', at),
        aName('t0', t0),
        oneOf('bound', bound, ['<', '<=']),
        ...aRecord('tie', tie, ['asc', 'desc']),
        within === undefined ? undefined : aDuration('within', within),
        knownAt === undefined ? undefined : aName('knownAt', knownAt),
        aName('found', found),
      ]),
      alias: choiceName,
      join: 'LateralLeftJoin',
      where: [
        ...belongs(key, t0, knownAt),
        ...[...start, binary(fact(at), bound === '<=' ? '<=' : '<', left(t0))].map((one) =>
          one.toOperationNode(),
        ),
      ],
      selections: [named(TRUE, found)],
      clauses: { orderBy: OrderByNode.create(order), limit: LimitNode.create(ValueNode.create(1)) },
      before: [
        [found, 'Whether there is such a fact.', isTrue(wrap(columnOf(choiceName, found))).toOperationNode()],
      ],
    }),
  })
}
