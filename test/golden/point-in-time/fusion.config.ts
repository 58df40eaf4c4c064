import {
  asOf,
  column,
  countRows,
  countWhere,
  dayOf,
  defineProject,
  endOfDay,
  integer,
  knownBy,
  label,
  layer,
  maxWhere,
  modeOf,
  nullable,
  overFrame,
  percentile,
  percentileOf,
  sortedValues,
  source,
  text,
  timestamptz,
  timeWindow,
  view,
} from 'fusion-store'

const listings = source('shop.listings', 'Listings.', {
  key: ['listing_id'],
  columns: {
    listing_id: integer('Listing.'),
    district_id: nullable(integer('District.')),
    price: integer('Price.'),
    edited_at: nullable(timestamptz('Last edit, the T0.')),
    imported_up_to: nullable(timestamptz('Sales up to here are known.')),
  },
})

const incomes = source('shop.incomes', 'Incomes of districts.', {
  key: ['district_id', 'snapshot_at', 'revision'],
  columns: {
    district_id: integer('District.'),
    snapshot_at: timestamptz('When it was measured.'),
    revision: integer('Revision of the measurement.'),
    recorded_at: nullable(timestamptz('When it was recorded.')),
    income: nullable(integer('Median income.')),
  },
})

const sales = source('shop.sales', 'Sales.', {
  key: ['sale_id'],
  columns: {
    sale_id: integer('Sale.'),
    listing_id: integer('Listing.'),
    district_id: nullable(integer('District.')),
    price: integer('Price.'),
    model: text('Model.'),
    sold_at: nullable(timestamptz('When it was sold.')),
    recorded_at: timestamptz('When the sale was recorded.'),
  },
})

/** A filter on facts applies before the choice. */
const measured = layer('measured', 'Incomes that were measured.', { i: incomes }, (db) =>
  db.selectFrom('i').selectAll('i').where('i.income', 'is not', null),
)

const withIncome = asOf(
  'with_income',
  'Listings with the income of their district.',
  {
    onto: listings,
    of: measured,
    key: { district_id: 'district_id' },
    at: 'snapshot_at',
    t0: 'edited_at',
    bound: '<',
    tie: { revision: 'desc' },
    within: '365 days',
    knownAt: 'recorded_at',
    found: 'income_found',
  },
  (eb) => ({
    income: column('Median income.', eb.ref('income')),
    income_recorded_at: column('When it was recorded.', eb.ref('recorded_at')),
  }),
)

const withSales = timeWindow(
  'with_sales',
  'Listings with the sales before them.',
  {
    onto: withIncome,
    of: sales,
    key: { district_id: 'district_id' },
    at: 'sold_at',
    t0: 'edited_at',
    length: '30 days',
    lag: '36 hours',
    knownAt: 'recorded_at',
  },
  (eb) => ({
    sale_cnt: column('Sales.', countRows()),
    cheaper_cnt: column('Sales below its price.', countWhere(eb('fact.price', '<', eb.ref('base.price')))),
    best_price: column('Highest price.', maxWhere(eb.ref('fact.price'))),
    median_price: column('Median price.', percentile(0.5, eb.ref('fact.price'))),
    models: column('Their models.', sortedValues(eb.ref('model'))),
  }),
).columns((eb) => ({ common_model: column('Most frequent model.', modeOf(eb.ref('models'))) }))

const features = view('ml.v_features', 'Features.', { s: withSales }, (db) =>
  db
    .selectFrom('s')
    .select([
      's.listing_id',
      's.edited_at',
      's.income_found',
      's.income',
      's.sale_cnt',
      's.cheaper_cnt',
      's.best_price',
      's.median_price',
      's.common_model',
    ]),
).columns((eb) => ({
  edited_day: column('Its day.', dayOf(eb.ref('edited_at'), 'UTC')),
  day_end: column('When its day ends in Oslo.', endOfDay(eb.ref('edited_at'), 'Europe/Oslo')),
  utc_day_end: column('When its UTC day ends.', endOfDay(eb.ref('edited_at'), 'UTC')),
}))

const speeds = view('ml.v_speeds', 'Sales among those before them.', { f: sales }, (db) =>
  db.selectFrom('f').select(['f.sale_id', 'f.district_id', 'f.price', 'f.sold_at', 'f.model']),
)
  .columns((eb) => ({
    before_cnt: column(
      'Sales of the 30 days before in its district, without those of the same instant.',
      overFrame(eb.fn.count<string>('price').filterWhere('price', '>', 0), {
        partitionBy: [eb.ref('district_id'), eb('price', '>', 100)],
        orderBy: [{ by: eb.ref('sold_at'), direction: 'asc' }],
        range: ['30 days preceding', 'current row'],
        exclude: 'group',
      }),
    ),
    last_prices: column(
      'Prices of the three sales before.',
      overFrame(eb.fn.agg<number[] | null>('array_agg', ['price']), {
        orderBy: [
          { by: eb.ref('sold_at'), direction: 'asc', nulls: 'first' },
          { by: eb.ref('sale_id'), direction: 'asc' },
        ],
        rows: ['3 preceding', '1 preceding'],
      }),
    ),
    place: column(
      'Place by price.',
      overFrame(eb.fn.agg<string>('rank', []), { orderBy: [{ by: eb.ref('price'), direction: 'desc' }] }),
    ),
  }))
  .columns((eb) => ({
    last_median: column('Median of the three sales before.', percentileOf(0.5, eb.ref('last_prices'))),
    last_mode: column('Most frequent price of the three sales before.', modeOf(eb.ref('last_prices'))),
  }))

const known = view('ml.v_known', 'Sales that were recorded by the edit.', { l: listings, s: sales }, (db) =>
  db
    .selectFrom('l')
    .innerJoinLateral(
      (eb) =>
        knownBy(
          eb.selectFrom('s').whereRef('s.listing_id', '=', 'l.listing_id'),
          's.recorded_at',
          eb.ref('l.edited_at'),
        )
          .select(['s.sale_id', 's.price'])
          .as('known'),
      (join) => join.onTrue(),
    )
    .select(['l.listing_id', 'known.sale_id', 'known.price as sale_price']),
).describe({ sale_price: 'Its price.' })

const withLabel = label(
  'with_label',
  'Listings with what came of them.',
  {
    onto: listings,
    of: sales,
    key: { listing_id: 'listing_id' },
    at: 'sold_at',
    after: 'edited_at',
    horizon: '30 days',
    matureBy: 'imported_up_to',
  },
  (eb) => ({ sold: column('Whether it is sold within 30 days.', eb(eb.fn.countAll<number>(), '>', 0)) }),
)

const labels = view('ml.v_labels', 'Labels.', { l: withLabel }, (db) =>
  db.selectFrom('l').select(['l.listing_id', 'l.mature', 'l.sold']),
)

export default defineProject({
  name: 'point_in_time',
  sql: { '01_views.sql': [features, speeds, known, labels] },
})
