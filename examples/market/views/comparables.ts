import { column, layer, overFrame } from 'fusion-store'
import type { Expression } from 'kysely'
import { listingPlaces } from './listing_places.js'

/**
 * What the listings before this one cost. Windows end a second before T0, which leaves out the listings of the same
 * instant at no cost; with `exclude` Postgres would visit each frame anew for every row.
 */
export const comparables = layer(
  'comparables',
  'Listings with their comparables.',
  { l: listingPlaces },
  (db) => db.selectFrom('l').selectAll('l'),
).columns((eb) => {
  const segment = [eb.ref('region'), eb.ref('model')]
  const byTime = { by: eb.ref('t0'), direction: 'asc' } as const
  const month = {
    partitionBy: segment,
    orderBy: [byTime],
    range: ['30 days preceding', '1 second preceding'],
  } as const
  const week = {
    partitionBy: [eb.ref('region')],
    orderBy: [byTime],
    range: ['7 days preceding', '1 second preceding'],
  } as const
  const lastFive = {
    partitionBy: segment,
    orderBy: [byTime, { by: eb.ref('listing_id'), direction: 'asc' }],
    rows: ['5 preceding', '1 preceding'],
  } as const
  const integer = (count: Expression<unknown>) => eb.cast<number>(count, 'integer')
  return {
    comp_cnt: column(
      'Listings of the segment in the 30 days before T0.',
      integer(overFrame(eb.fn.countAll(), month)),
    ),
    comp_priced_cnt: column('Those of them with a price.', integer(overFrame(eb.fn.count('price'), month))),
    comp_price_sum: column(
      'Sum of their prices; NULL without one.',
      overFrame(eb.fn.sum<string | null>('price'), month),
    ),
    region_cnt_7d: column(
      'Listings of the region in the 7 days before T0.',
      integer(overFrame(eb.fn.countAll(), week)),
    ),
    last5_priced_cnt: column(
      'Listings with a price among the five of the segment before.',
      integer(overFrame(eb.fn.count('price'), lastFive)),
    ),
    last5_price_sum: column(
      'Sum of their prices; NULL without one.',
      overFrame(eb.fn.sum<string | null>('price'), lastFive),
    ),
  }
})
