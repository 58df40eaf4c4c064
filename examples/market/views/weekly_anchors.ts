import { allOf, countWhere, isKnown, layer, not, onlyWhen, percentile, stored } from 'fusion-store'
import { cutsOf } from './cuts.js'
import { weeklyFacts } from './market_facts.js'

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
        cutsOf(onlyWhen(not(eb.ref('f.is_sale')), eb.ref('f.price'))).as('price_cuts'),
        countWhere(eb.ref('f.is_sale')).as('sold_cnt'),
        countWhere(allOf(eb.ref('f.is_sale'), isKnown(eb.ref('f.price')))).as('sold_priced_cnt'),
        eb.fn.sum<string | null>('f.price').filterWhere('f.is_sale', 'is', true).as('sold_price_sum'),
        percentile(0.25, eb.ref('f.hours')).as('speed_p25'),
        percentile(0.5, eb.ref('f.hours')).as('speed_p50'),
        percentile(0.75, eb.ref('f.hours')).as('speed_p75'),
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
