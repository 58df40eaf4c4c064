import { column, firstKnown, isTrue, layer, onlyWhen, stored } from 'fusion-store'
import { sql } from 'kysely'
import { listingText } from './listing_text.js'
import { dayEnd, dayOf, wholeDays, wholeHours } from './moments.js'
import { districtIncomes, districts, postalDistricts } from './sources.js'

/** The district that the postal code belonged to at T0, as far as was recorded by then. */
const placed = layer(
  'placed',
  'Listings with the district of their postal code at T0.',
  { l: listingText, pd: postalDistricts, d: districts },
  (db) =>
    db
      .selectFrom('l')
      .leftJoinLateral(
        (eb) =>
          eb
            .selectFrom('pd')
            .whereRef('pd.postal_code', '=', 'l.postal_code')
            .whereRef('pd.valid_from', '<=', 'l.recorded_at')
            .whereRef('pd.recorded_at', '<=', 'l.recorded_at')
            .orderBy('pd.valid_from', 'desc')
            .orderBy('pd.revision', 'desc')
            .limit(1)
            .select(['pd.district', 'pd.valid_from', sql<boolean>`true`.as('found')])
            .as('p'),
        (join) => join.onTrue(),
      )
      .leftJoin('d', 'd.district', 'p.district')
      .selectAll('l')
      .select([
        'p.district',
        'p.valid_from as district_from',
        'p.found as postal_found',
        'd.region as known_region',
      ]),
)
  .describe({
    district: 'District at T0; NULL when the postal code is unknown or was withdrawn.',
    district_from: 'Since when the postal code belongs to the district.',
    postal_found: 'Whether the postal code is known; NULL when it is not.',
    known_region: 'Region of the district; NULL when the district is unknown.',
  })
  .columns((eb) => ({
    t0_day: column('UTC day of T0.', dayOf(eb.ref('recorded_at'))),
    closed_at: column(
      'End of the UTC day of T0: the whole day is known from then on.',
      dayEnd(eb.ref('recorded_at')),
    ),
  }))

/** Snapshots that are of T0's day or earlier, and of a year before, as far as was recorded by T0. */
const withIncome = layer(
  'with_income',
  'Placed listings with the incomes of their district.',
  { l: placed, i: districtIncomes },
  (db) =>
    db
      .selectFrom('l')
      .leftJoinLateral(
        (eb) =>
          eb
            .selectFrom('i')
            .whereRef('i.district', '=', 'l.district')
            .whereRef('i.snapshot_on', '<=', 'l.t0_day')
            .whereRef('i.recorded_at', '<=', 'l.recorded_at')
            .orderBy('i.snapshot_on', 'desc')
            .orderBy('i.revision', 'desc')
            .limit(1)
            .select(['i.median_income', 'i.households', 'i.snapshot_on', sql<boolean>`true`.as('found')])
            .as('latest'),
        (join) => join.onTrue(),
      )
      .leftJoinLateral(
        (eb) =>
          eb
            .selectFrom('i')
            .whereRef('i.district', '=', 'l.district')
            .where('i.snapshot_on', '<=', sql<Date>`l.t0_day - 365`)
            .whereRef('i.recorded_at', '<=', 'l.recorded_at')
            .orderBy('i.snapshot_on', 'desc')
            .orderBy('i.revision', 'desc')
            .limit(1)
            .select('i.median_income')
            .as('earlier'),
        (join) => join.onTrue(),
      )
      .selectAll('l')
      .select([
        'latest.median_income as income_median',
        'latest.households as income_households',
        'latest.snapshot_on as income_on',
        'latest.found as income_is_found',
        'earlier.median_income as income_prev',
      ]),
).describe({
  income_median: 'Median income of the district in thousand crowns, of the latest snapshot.',
  income_households: 'Households of the district, of the latest snapshot.',
  income_on: 'Date of the latest snapshot.',
  income_is_found: 'Whether there is a snapshot; NULL when there is none.',
  income_prev: 'Median income of the district in thousand crowns, of the latest snapshot a year before.',
})

const prepared = layer(
  'prepared',
  'Listings with all that is known of their place.',
  { l: withIncome },
  (db) => db.selectFrom('l').selectAll('l'),
).columns((eb) => ({
  asked: column('Asking price; NULL when it is on request.', onlyWhen(eb('price', '>', 0), eb.ref('price'))),
  region: column(
    'Region; "unknown" when there is none.',
    firstKnown(eb.ref('known_region'), eb.val('unknown')),
  ),
  listed_lag_hours: column(
    'Whole hours from the listing to its recording; NULL when the site does not say.',
    wholeHours(eb.ref('listed_at'), eb.ref('recorded_at')),
  ),
  district_found: column('Whether the postal code is known.', isTrue(eb.ref('postal_found'))),
  district_since_days: column(
    'Whole days for which the postal code has belonged to the district.',
    wholeDays(eb.ref('district_from'), eb.ref('recorded_at')),
  ),
  income_found: column('Whether there is a snapshot of the district.', isTrue(eb.ref('income_is_found'))),
  income_age_days: column(
    'Days from the latest snapshot to T0.',
    onlyWhen(
      sql<boolean | null>`isfinite(${eb.ref('income_on')})`,
      sql<number>`${eb.ref('t0_day')} - ${eb.ref('income_on')}`,
    ),
  ),
}))

/** One row per listing: what its text says, and its place and income as they were known at T0. */
const places = layer(
  'places',
  'Listings with model, district and income as known at T0.',
  { l: prepared },
  (db) =>
    db
      .selectFrom('l')
      .select([
        'l.listing_id',
        'l.recorded_at',
        'l.closed_at',
        'l.listed_at',
        'l.postal_code',
        'l.model_gen',
        'l.model_variant',
        'l.model',
        'l.storage_gb',
        'l.asked as price',
        'l.listed_lag_hours',
        'l.district_found',
        'l.district',
        'l.region',
        'l.district_since_days',
        'l.income_found',
        'l.income_median',
        'l.income_households',
        'l.income_age_days',
        'l.income_prev',
      ]),
)

/** Stored, because every other relation reads it, and three searches per listing are expensive. */
export const listingPlaces = stored(
  'market.listing_places',
  'Listings with model, district and income as known at T0.',
  places,
  {
    key: ['listing_id'],
    indexes: [['region', 'model', 'recorded_at'], ['postal_code'], ['district']],
    refresh: 'byKey',
    paths: { 'market.districts': { district: 'district' } },
  },
)
