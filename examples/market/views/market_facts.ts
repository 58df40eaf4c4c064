import { column, layer } from 'fusion-store'
import { sql } from 'kysely'
import { listingPlaces } from './listing_places.js'
import { startOf } from './moments.js'
import { saleSpeeds } from './sale_speeds.js'

/** Weeks over which a fact counts. */
export const ANCHOR_WEEKS = 8

const WEEK_HOURS = 168

/** Listings and sales in one form. */
const facts = layer('facts', 'Listings and sales of a segment.', { l: listingPlaces, s: saleSpeeds }, (db) =>
  db
    .selectFrom('l')
    .select([
      'l.region',
      'l.model',
      'l.t0 as recorded_at',
      'l.t0 as listing_recorded_at',
      sql<boolean>`false`.as('is_sale'),
      'l.price',
      sql<number | null>`null::integer`.as('hours'),
    ])
    .unionAll(
      db
        .selectFrom('s')
        .select([
          's.region',
          's.model',
          's.sale_recorded_at as recorded_at',
          's.listing_recorded_at',
          sql<boolean>`true`.as('is_sale'),
          's.sold_price as price',
          's.hours',
        ]),
    ),
)
  .describe({
    recorded_at: 'When the listing or the sale was recorded.',
    listing_recorded_at: 'When the listing was recorded.',
    is_sale: 'A sale, else a listing.',
    price: 'Price that was asked or paid.',
    hours: 'Whole hours that a sale took.',
  })
  .columns((eb) => ({
    first_week_at: column(
      'First Monday at which all of it is known.',
      sql<Date>`${startOf('week', eb.fn('greatest', ['recorded_at', 'listing_recorded_at']))} + '168 hours'::interval`,
    ),
  }))

/** Each fact once for each of the weeks over which it counts. */
export const weeklyFacts = layer(
  'weekly_facts',
  'Listings and sales by the weeks in which they count.',
  { f: facts },
  (db) =>
    db
      .selectFrom('f')
      .innerJoin(
        sql<{
          week_at: Date
        }>`generate_series(f.first_week_at, f.first_week_at + ${sql.lit(`${(ANCHOR_WEEKS - 1) * WEEK_HOURS} hours`)}::interval, ${sql.lit(`${WEEK_HOURS} hours`)}::interval)`.as<'w'>(
          sql`w(week_at)`,
        ),
        (join) => join.onTrue(),
      )
      .whereRef('f.recorded_at', '<', 'w.week_at')
      .whereRef('f.listing_recorded_at', '<', 'w.week_at')
      .select(['f.region', 'f.model', 'f.is_sale', 'f.price', 'f.hours', 'w.week_at']),
).describe({ week_at: 'Start of the ISO week in UTC.' })
