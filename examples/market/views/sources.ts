import { bigint, integer, nullable, source, text, timestamptz } from 'fusion-store'

/** Listings as they were when the crawler first recorded them. A row is written once and never changed. */
export const listings = source('market.listings', 'Second-hand listings, as first recorded.', {
  key: ['listing_id'],
  knownAt: 'recorded_at',
  columns: {
    listing_id: bigint('Listing.'),
    model_text: nullable(text('Model as the seller wrote it; any text.')),
    postal_code: nullable(text('Postal code that the seller gave; any text.')),
    price: nullable(integer('Asking price in whole crowns; NULL or not positive when it is on request.')),
    listed_at: nullable(
      timestamptz('When the site says that it was listed; NULL when the site does not say.'),
    ),
    recorded_at: timestamptz('When the crawler recorded the listing: its T0.'),
  },
})

/** Sales are reported by the site, some of them weeks later. */
export const sales = source('market.sales', 'Sales of listings.', {
  key: ['listing_id'],
  knownAt: 'recorded_at',
  columns: {
    listing_id: bigint('Listing that was sold; it may be unknown.'),
    sold_at: timestamptz('When it was sold.'),
    sold_price: nullable(integer('Price in whole crowns; NULL or not positive when it is unknown.')),
    recorded_at: timestamptz('When the sale was recorded.'),
  },
})

export const postalDistricts = source(
  'market.postal_districts',
  'The district of a postal code from a moment on. A correction is a new row with the next revision.',
  {
    key: ['postal_code', 'valid_from', 'revision'],
    knownAt: 'recorded_at',
    columns: {
      postal_code: text('Postal code.'),
      valid_from: timestamptz('From when on the code belongs to the district.'),
      revision: integer('Which row of this code and moment counts: the greatest that is known.'),
      district: nullable(text('District; NULL when the code was withdrawn.')),
      recorded_at: timestamptz('When the row was recorded.'),
    },
  },
)

export const districtIncomes = source(
  'market.district_incomes',
  'Incomes of a district at a snapshot date. A correction is a new row with the next revision.',
  {
    key: ['district', 'snapshot_at', 'revision'],
    knownAt: 'recorded_at',
    columns: {
      district: text('District.'),
      snapshot_at: timestamptz('First moment of the date that the figures are of.'),
      revision: integer('Which row of this district and moment counts: the greatest that is known.'),
      median_income: nullable(
        integer('Median income of a household in thousand crowns; NULL when it is secret.'),
      ),
      households: nullable(integer('Households; NULL when it is secret.')),
      recorded_at: timestamptz('When the row was recorded.'),
    },
  },
)

export const districts = source('market.districts', 'The region of a district; it never changes.', {
  key: ['district'],
  timeless: 'A district is drawn within one region, and regions never change.',
  columns: { district: text('District.'), region: text('Region.') },
})
