import { column, countRows, timeWindow } from 'fusion-store'
import { type Expression, sql } from 'kysely'
import { comparables } from './comparables.js'
import { hours } from './moments.js'
import { segmentDays } from './segment_days.js'

const total = (counts: Expression<unknown>): Expression<number> => sql`coalesce(sum(${counts}), 0)::integer`

/**
 * Days of the segment that were over at T0, which are those that were over when its day began. Listings of a day have
 * the same window, and the planner can see it: the start of the day is a column of the stored relation.
 */
export const withSegment = timeWindow(
  'with_segment',
  'Listings with the closed days of their segment.',
  {
    onto: comparables,
    of: segmentDays,
    key: { region: 'region', model: 'model' },
    at: 'closed_at',
    t0: 'opened_at',
    length: '90 days',
    bounds: '(]',
  },
  (eb) => ({
    seg_days: column('Days on which the segment had listings, of the 90 that were over at T0.', countRows()),
    seg_cnt: column('Listings of these days.', total(eb.ref('fact.listed_cnt'))),
    seg_priced_cnt: column('Those of them with a price.', total(eb.ref('fact.priced_cnt'))),
    seg_price_sum: column(
      'Sum of their prices; NULL without one.',
      eb.fn.sum<string | null>('fact.price_sum'),
    ),
    seg_income_cnt: column('Those of them with a median income.', total(eb.ref('fact.income_cnt'))),
    seg_income_sum: column(
      'Sum of the median incomes; NULL without one.',
      eb.fn.sum<string | null>('fact.income_sum'),
    ),
    seg_cnt_30d: column(
      'Listings of the segment in the 30 days that were over at T0.',
      sql<number>`coalesce(sum(fact.listed_cnt) filter (where fact.closed_at > base.opened_at - ${hours(30 * 24)}), 0)::integer`,
    ),
  }),
)
