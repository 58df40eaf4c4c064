import { asOf, column, endOfDay, layer, onlyWhen, orElse, stored } from 'fusion-store'
import { sql } from 'kysely'
import { listingText } from './listing_text.js'
import { hours, startOf, wholeDays, wholeHours } from './moments.js'
import { districtIncomes, districts, postalDistricts } from './sources.js'

const withDistrict = asOf(
  'with_district',
  'Listings with the district of their postal code.',
  {
    onto: listingText,
    of: postalDistricts,
    key: { postal_code: 'postal_code' },
    at: 'valid_from',
    t0: 'recorded_at',
    bound: '<=',
    tie: { revision: 'desc' },
    knownAt: 'recorded_at',
    found: 'district_found',
  },
  (eb) => ({
    district: column(
      'District; NULL when the postal code is unknown or was withdrawn.',
      eb.ref('fact.district'),
    ),
    district_from: column('Since when the postal code belongs to the district.', eb.ref('fact.valid_from')),
  }),
).columns((eb) => ({
  year_before: column('T0 less 365 days.', sql<Date>`${eb.ref('recorded_at')} - ${hours(365 * 24)}`),
}))

const INCOME = {
  of: districtIncomes,
  key: { district: 'district' },
  at: 'snapshot_at',
  bound: '<=',
  tie: { revision: 'desc' },
  within: '1096 days',
  knownAt: 'recorded_at',
} as const

const withIncome = asOf(
  'with_income',
  'Listings with the incomes of their district.',
  { ...INCOME, onto: withDistrict, t0: 'recorded_at', found: 'income_found' },
  (eb) => ({
    income_at: column('Moment that the incomes are of.', eb.ref('fact.snapshot_at')),
    income_median: column('Median income of the district in thousand crowns.', eb.ref('fact.median_income')),
    income_households: column('Households of the district.', eb.ref('fact.households')),
  }),
)

const withEarlier = asOf(
  'with_earlier',
  'Listings with the income that was known a year before.',
  { ...INCOME, onto: withIncome, t0: 'year_before', found: 'earlier_found' },
  (eb) => ({
    income_prev: column(
      'Median income of the district as known a year before T0.',
      eb.ref('fact.median_income'),
    ),
  }),
)

const located = layer(
  'located',
  'Listings with the region of their district.',
  { l: withEarlier, d: districts },
  (db) =>
    db
      .selectFrom('l')
      .leftJoin('d', 'd.district', 'l.district')
      .selectAll('l')
      .select('d.region as known_region'),
)
  .describe({ known_region: 'Region of the district; NULL when the district is unknown.' })
  .columns((eb) => ({
    asked: column(
      'Asking price; NULL when it is on request.',
      onlyWhen(eb('price', '>', 0), eb.ref('price')),
    ),
    region: column('Region; "unknown" when there is none.', orElse(eb.ref('known_region'), 'unknown')),
    opened_at: column('Start of the UTC day of T0.', startOf('day', eb.ref('recorded_at'))),
    closed_at: column(
      'End of the UTC day of T0: the whole day is known from then on.',
      endOfDay(eb.ref('recorded_at'), 'UTC'),
    ),
    listed_lag_hours: column(
      'Whole hours from the listing to its recording; NULL when the site does not say.',
      wholeHours(eb.ref('listed_at'), eb.ref('recorded_at')),
    ),
    district_since_days: column(
      'Whole days for which the postal code has belonged to the district.',
      wholeDays(eb.ref('district_from'), eb.ref('recorded_at')),
    ),
    income_age_days: column(
      'Whole days from the snapshot of the incomes to T0.',
      wholeDays(eb.ref('income_at'), eb.ref('recorded_at')),
    ),
  }))

/** One row per listing: what its text says, and its place and income as they were known at T0. */
const places = layer(
  'places',
  'Listings with model, district and income as known at T0.',
  { l: located },
  (db) =>
    db
      .selectFrom('l')
      .select([
        'l.listing_id',
        'l.recorded_at as t0',
        'l.opened_at',
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
    indexes: [['region', 'model', 't0'], ['postal_code'], ['district']],
    refresh: 'byKey',
    paths: { 'market.districts': { district: 'district' } },
  },
)
