import { column, isKnown, layer, orElse } from 'fusion-store'
import { sql } from 'kysely'
import { decile } from './cuts.js'
import { incomeCuts } from './income_cuts.js'
import { startOf } from './moments.js'
import { withSegment } from './segment_window.js'
import { weeklyAnchors } from './weekly_anchors.js'

const timed = layer('timed', 'Listings with the start of their week and month.', { l: withSegment }, (db) =>
  db.selectFrom('l').selectAll('l'),
).columns((eb) => ({
  t0_week_at: column('Start of the ISO week of T0 in UTC.', startOf('week', eb.ref('t0'))),
  t0_month_at: column('Start of the month of T0 in UTC.', startOf('month', eb.ref('t0'))),
}))

/** Listings with the anchors of their segment and the deciles of their month. */
export const anchored = layer(
  'anchored',
  'Listings with anchors and deciles.',
  { l: timed, a: weeklyAnchors, c: incomeCuts },
  (db) =>
    db
      .selectFrom('l')
      .leftJoin('a', (join) =>
        join
          .onRef('a.region', '=', 'l.region')
          .onRef('a.model', '=', 'l.model')
          .onRef('a.week_at', '=', 'l.t0_week_at')
          .onRef('a.week_at', '<=', 'l.t0'),
      )
      .leftJoin('c', (join) =>
        join.onRef('c.month_at', '=', 'l.t0_month_at').onRef('c.month_at', '<=', 'l.t0'),
      )
      .selectAll('l')
      .select((eb) => [
        isKnown(eb.ref('a.region')).as('anchor_found'),
        orElse(eb.ref('a.listed_cnt'), 0).as('anchor_listed_cnt'),
        sql<number | null>`(a.price_cuts)[5]`.as('anchor_price_p50'),
        decile(eb.ref('l.price'), eb.ref('a.price_cuts')).as('price_decile'),
        orElse(eb.ref('a.sold_cnt'), 0).as('anchor_sold_cnt'),
        'a.sold_priced_cnt',
        'a.sold_price_sum',
        'a.speed_p25',
        'a.speed_p50',
        'a.speed_p75',
        decile(eb.ref('l.income_median'), eb.ref('c.income_cuts')).as('income_decile'),
      ]),
).describe({
  anchor_found: 'Whether the segment had listings or sales in the eight weeks before the week of T0.',
  anchor_listed_cnt: 'Listings of these weeks.',
  anchor_price_p50: 'Median of their prices.',
  price_decile: 'In which tenth of their prices the price is, 1 to 10.',
  anchor_sold_cnt: 'Sales of these weeks.',
  speed_p25: 'Hours within which a quarter of them were made.',
  speed_p50: 'Hours within which half of them were made.',
  speed_p75: 'Hours within which three quarters of them were made.',
  income_decile: 'In which tenth of the districts the median income is, 1 to 10.',
})
