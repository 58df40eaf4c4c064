import { layer } from 'fusion-store'
import { sql } from 'kysely'
import { comparables } from './comparables.js'
import { hours } from './moments.js'
import { segmentDays } from './segment_days.js'

/** Days of the segment that were over at T0: of the 90 before, and of the 30. */
export const withSegment = layer(
  'with_segment',
  'Listings with the closed days of their segment.',
  { l: comparables, d: segmentDays },
  (db) =>
    db
      .selectFrom('l')
      .innerJoinLateral(
        (eb) =>
          eb
            .selectFrom('d')
            .whereRef('d.region', '=', 'l.region')
            .whereRef('d.model', '=', 'l.model')
            .whereRef('d.closed_at', '<=', 'l.recorded_at')
            .where('d.closed_at', '>', sql<Date>`l.recorded_at - ${hours(90 * 24)}`)
            .select((of) => [
              sql<number>`count(*)::integer`.as('seg_days'),
              sql<number>`coalesce(sum(d.listed_cnt), 0)::integer`.as('seg_cnt'),
              sql<number>`coalesce(sum(d.priced_cnt), 0)::integer`.as('seg_priced_cnt'),
              of.fn.sum<string | null>('d.price_sum').as('seg_price_sum'),
              sql<number>`coalesce(sum(d.income_cnt), 0)::integer`.as('seg_income_cnt'),
              of.fn.sum<string | null>('d.income_sum').as('seg_income_sum'),
              sql<number>`coalesce(sum(d.listed_cnt) filter (where d.closed_at > l.recorded_at - ${hours(30 * 24)}), 0)::integer`.as(
                'seg_cnt_30d',
              ),
            ])
            .as('seg'),
        (join) => join.onTrue(),
      )
      .selectAll(['l', 'seg']),
).describe({
  seg_days: 'Days on which the segment had listings, of the 90 that were over at T0.',
  seg_cnt: 'Listings of these days.',
  seg_priced_cnt: 'Those of them with a price.',
  seg_price_sum: 'Sum of their prices; NULL without one.',
  seg_income_cnt: 'Those of them with a median income.',
  seg_income_sum: 'Sum of the median incomes; NULL without one.',
  seg_cnt_30d: 'Listings of the segment in the 30 days that were over at T0.',
})
