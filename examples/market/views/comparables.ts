import { layer } from 'fusion-store'
import { type Expression, sql } from 'kysely'
import { listingPlaces } from './listing_places.js'

/** Rows of the same partition that were recorded in the hours before, those of the same instant left out. */
const recordedBefore = (partition: readonly string[], hours: number) =>
  sql`over (partition by ${sql.join(partition.map((name) => sql.ref(name)))} order by recorded_at range between ${sql.lit(`${hours} hours`)}::interval preceding and '00:00:00.000001'::interval preceding)`

const SEGMENT = ['region', 'model']
const month = recordedBefore(SEGMENT, 720)
const week = recordedBefore(['region'], 168)
const lastFive = sql`over (partition by region, model order by recorded_at, listing_id rows between 5 preceding and 1 preceding)`

/** What the listings before this one cost: in 30 days by region and model, and the five before. */
export const comparables = layer(
  'comparables',
  'Listings with their comparables.',
  { l: listingPlaces },
  (db) =>
    db
      .selectFrom('l')
      .selectAll('l')
      .select((eb) => {
        const price: Expression<number | null> = eb.ref('l.price')
        return [
          sql<number>`(count(*) ${month})::integer`.as('comp_cnt'),
          sql<number>`(count(${price}) ${month})::integer`.as('comp_priced_cnt'),
          sql<string | null>`sum(${price}) ${month}`.as('comp_price_sum'),
          sql<number>`(count(*) ${week})::integer`.as('region_cnt_7d'),
          sql<number>`(count(${price}) ${lastFive})::integer`.as('last5_priced_cnt'),
          sql<string | null>`sum(${price}) ${lastFive}`.as('last5_price_sum'),
        ]
      }),
).describe({
  comp_cnt: 'Listings of the segment that were recorded in the 30 days before T0.',
  comp_priced_cnt: 'Those of them with a price.',
  comp_price_sum: 'Sum of their prices; NULL without one.',
  region_cnt_7d: 'Listings of the region that were recorded in the 7 days before T0.',
  last5_priced_cnt: 'Listings with a price among the five of the segment that were recorded last.',
  last5_price_sum: 'Sum of their prices; NULL without one.',
})
