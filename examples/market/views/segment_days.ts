import { countRows, layer, stored } from 'fusion-store'
import { listingPlaces } from './listing_places.js'

/** Sums of what was recorded in a segment on a day. A reader may see them from `closed_at` on. */
const days = layer(
  'days',
  'Listings of a segment, a region and a model, recorded on a UTC day.',
  { l: listingPlaces },
  (db) =>
    db
      .selectFrom('l')
      .whereRef('l.t0', '<', 'l.closed_at')
      .groupBy(['l.region', 'l.model', 'l.closed_at'])
      .select((eb) => [
        'l.region',
        'l.model',
        'l.closed_at',
        countRows().as('listed_cnt'),
        eb.cast<number>(eb.fn.count('l.price'), 'integer').as('priced_cnt'),
        eb.fn.sum<string | null>('l.price').as('price_sum'),
        eb.cast<number>(eb.fn.count('l.income_median'), 'integer').as('income_cnt'),
        eb.fn.sum<string | null>('l.income_median').as('income_sum'),
      ]),
).describe({
  listed_cnt: 'Listings.',
  priced_cnt: 'Listings with a price.',
  price_sum: 'Sum of their prices; NULL without one.',
  income_cnt: 'Listings with a median income.',
  income_sum: 'Sum of the median incomes; NULL without one.',
})

export const segmentDays = stored(
  'market.segment_days',
  'Listings of a segment, a region and a model, recorded on a UTC day.',
  days,
  {
    key: ['region', 'model', 'closed_at'],
    refresh: 'byKey',
  },
)
