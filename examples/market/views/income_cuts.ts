import { layer, view } from 'fusion-store'
import { sql } from 'kysely'
import { cutsOf } from './cuts.js'
import { districtIncomes } from './sources.js'

/** Months of the calendar of the store. */
const FIRST_MONTH = sql`timestamp '2022-01-01'`
const LAST_MONTH = sql`timestamp '2030-12-01'`

/** The income of each district at the start of a month: of its latest snapshot that was recorded by then. */
const monthlyIncomes = layer(
  'monthly_incomes',
  'Incomes of districts as known at the start of a month.',
  { i: districtIncomes },
  (db) =>
    db
      .selectFrom('i')
      .innerJoin(
        sql<{
          month_at: Date
        }>`(select months.at at time zone 'UTC' from generate_series(${FIRST_MONTH}, ${LAST_MONTH}, interval '1 month') as months(at))`.as<'m'>(
          sql`m(month_at)`,
        ),
        (join) => join.onTrue(),
      )
      .whereRef('i.snapshot_at', '<=', 'm.month_at')
      .whereRef('i.recorded_at', '<=', 'm.month_at')
      .distinctOn(['m.month_at', 'i.district'])
      .orderBy('m.month_at')
      .orderBy('i.district')
      .orderBy('i.snapshot_at', 'desc')
      .orderBy('i.revision', 'desc')
      .select(['m.month_at', 'i.district', 'i.median_income']),
).describe({ month_at: 'Start of the month in UTC.' })

/** Where the median incomes of the districts part into ten, as known at the start of a month. */
export const incomeCuts = view(
  'market.income_cuts',
  'Deciles of district incomes by month.',
  { i: monthlyIncomes },
  (db) =>
    db
      .selectFrom('i')
      .groupBy('i.month_at')
      .select((eb) => ['i.month_at', cutsOf(eb.ref('i.median_income')).as('income_cuts')]),
).describe({
  income_cuts: 'The nine incomes that part the districts into ten; NULL when all are secret.',
})
