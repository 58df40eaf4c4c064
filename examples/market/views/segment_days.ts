import { column, countRows, layer, view } from 'fusion-store'
import { listingPlaces } from './listing_places.js'
import { dayEnd } from './moments.js'

const closing = layer(
  'closing',
  'Listings with the end of the day of their T0.',
  { l: listingPlaces },
  (db) => db.selectFrom('l').selectAll('l'),
).columns((eb) => ({
  closed_at: column(
    'End of the UTC day of T0: the whole day is known from then on.',
    dayEnd(eb.ref('recorded_at')),
  ),
}))

/** Sums of what was recorded in a segment on a day. A reader may see them from `closed_at` on. */
export const segmentDays = view(
  'market.segment_days',
  'Listings of a segment, a region and a model, recorded on a UTC day.',
  { l: closing },
  (db) =>
    db
      .selectFrom('l')
      .whereRef('l.recorded_at', '<', 'l.closed_at')
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
