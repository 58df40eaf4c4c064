import { countWhere, layer, not, stored } from 'fusion-store'
import { sql } from 'kysely'
import { weeklyFacts } from './market_facts.js'

const percentile = (share: number, of: string) =>
  sql<number | null>`percentile_disc(${sql.lit(share)}) within group (order by ${sql.ref(of)})`

/** What a segment is worth and how fast it sells, as known at the start of a week. */
const anchors = layer(
  'anchors',
  'Prices and speed of a segment over eight weeks, as known at the start of a week.',
  { f: weeklyFacts },
  (db) =>
    db
      .selectFrom('f')
      .groupBy(['f.region', 'f.model', 'f.week_at'])
      .select((eb) => [
        'f.region',
        'f.model',
        'f.week_at',
        countWhere(not(eb.ref('f.is_sale'))).as('listed_cnt'),
        sql<
          number[] | null
        >`percentile_disc(array[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) within group (order by f.price) filter (where not f.is_sale)`.as(
          'price_cuts',
        ),
        countWhere(eb.ref('f.is_sale')).as('sold_cnt'),
        sql<number>`count(f.price) filter (where f.is_sale)`.as('sold_priced_cnt'),
        sql<string | null>`sum(f.price) filter (where f.is_sale)`.as('sold_price_sum'),
        percentile(0.25, 'f.hours').as('speed_p25'),
        percentile(0.5, 'f.hours').as('speed_p50'),
        percentile(0.75, 'f.hours').as('speed_p75'),
      ]),
).describe({
  listed_cnt: 'Listings.',
  price_cuts: 'The nine prices that part the asking prices into ten; NULL without a price.',
  sold_cnt: 'Sales.',
  sold_priced_cnt: 'Sales with a price.',
  sold_price_sum: 'Sum of the prices that were paid; NULL without one.',
  speed_p25: 'Hours within which a quarter of the sales were made.',
  speed_p50: 'Hours within which half of the sales were made.',
  speed_p75: 'Hours within which three quarters of the sales were made.',
})

export const weeklyAnchors = stored(
  'market.weekly_anchors',
  'Prices and speed of a segment over eight weeks, as known at the start of a week.',
  anchors,
  {
    key: ['region', 'model', 'week_at'],
    refresh: 'full',
  },
)
