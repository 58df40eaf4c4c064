import { onlyWhen, view } from 'fusion-store'
import { listingPlaces } from './listing_places.js'
import { wholeHours } from './moments.js'
import { sales } from './sources.js'

/** Sales of listings that are known, with how long each took. It is known when both rows are. */
export const saleSpeeds = view(
  'market.sale_speeds',
  'Sales with the segment of their listing and the hours that they took.',
  { s: sales, l: listingPlaces },
  (db) =>
    db
      .selectFrom('s')
      .innerJoin('l', 'l.listing_id', 's.listing_id')
      .select([
        's.listing_id',
        'l.region',
        'l.model',
        's.recorded_at as sale_recorded_at',
        'l.t0 as listing_recorded_at',
      ])
      .select((eb) => [
        onlyWhen(eb('s.sold_price', '>', 0), eb.ref('s.sold_price')).as('sold_price'),
        onlyWhen(
          eb('s.sold_at', '>=', eb.ref('l.listed_at')),
          wholeHours(eb.ref('l.listed_at'), eb.ref('s.sold_at')),
        ).as('hours'),
      ]),
).describe({
  sale_recorded_at: 'When the sale was recorded.',
  listing_recorded_at: 'When the listing was recorded.',
  sold_price: 'Price that was paid; NULL when it is unknown.',
  hours: 'Whole hours from the listing to the sale; NULL when the site does not say or says the reverse.',
})
