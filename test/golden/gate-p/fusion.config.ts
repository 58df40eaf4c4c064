import {
  aggregate,
  certification,
  column,
  countRows,
  defineProject,
  guarded,
  integer,
  layer,
  maxWhere,
  nullable,
  orElse,
  source,
  text,
  timestamptz,
  view,
} from 'fusion-store'

const listings = source('shop.listings', 'Listings; a change of one is a new T0.', {
  key: ['listing_id'],
  columns: {
    listing_id: integer('Listing.'),
    model: text('Model.'),
    price: integer('Price.'),
    edited_at: timestamptz('When it was last edited: its T0.'),
  },
})

const bids = source('shop.bids', 'Bids, recorded some time after they were made.', {
  key: ['listing_id', 'bid_no'],
  columns: {
    listing_id: integer('Listing.'),
    bid_no: integer('Number of the bid.'),
    amount: nullable(integer('Amount.')),
    recorded_at: nullable(timestamptz('When it was recorded.')),
  },
  knownAt: 'recorded_at',
})

const models = source('shop.models', 'Models.', {
  key: ['model'],
  columns: { model: text('Model.'), maker: text('Maker.') },
  timeless: 'A model never changes its maker.',
})

const photos = source('shop.photos', 'Photos, labeled at any time.', {
  key: ['listing_id', 'photo_no'],
  columns: {
    listing_id: integer('Listing.'),
    photo_no: integer('Number of the photo.'),
    damage: nullable(integer('Damage that was seen.')),
  },
})

/** Only what was recorded by the T0 of the listing. */
const knownBids = layer('known_bids', 'Bids that were known.', { b: bids, l: listings }, (db) =>
  db
    .selectFrom('b')
    .innerJoin('l', 'l.listing_id', 'b.listing_id')
    .whereRef('b.recorded_at', '<=', 'l.edited_at')
    .select(['b.listing_id', 'b.amount']),
)
const perListing = aggregate(
  'bids_of_listing',
  'Bids of a listing.',
  { of: knownBids, by: ['listing_id'] },
  (eb) => ({
    bid_cnt: column('Bids by then.', countRows()),
    top_bid: column('Highest bid by then.', maxWhere(eb.ref('amount'))),
  }),
)
const seen = aggregate('photos_of_listing', 'Photos.', { of: photos, by: ['listing_id'] }, (eb) => ({
  worst: column('Worst damage, whenever it was seen.', maxWhere(eb.ref('damage'))),
}))

const entrypoint = view(
  'ml.v_entry',
  'Certified listings.',
  { l: listings, b: perListing, p: seen, m: models },
  (db) =>
    db
      .selectFrom('l')
      .innerJoin('b', 'b.listing_id', 'l.listing_id')
      .innerJoin('p', 'p.listing_id', 'l.listing_id')
      .leftJoin('m', 'm.model', 'l.model')
      .select(['l.listing_id', 'l.edited_at', 'l.price', 'm.maker', 'b.bid_cnt', 'b.top_bid', 'p.worst'])
      // Places among the listings until then.
      .select((eb) =>
        eb.fn
          .agg<string>('rank')
          .over((over) => over.partitionBy('l.model').orderBy('l.edited_at'))
          .as('place'),
      ),
).describe({ place: 'Place among the listings of the model until then.' })

const facts = view('ml.v_facts', 'Listings without their T0.', { e: entrypoint }, (db) =>
  db.selectFrom('e').select(['e.listing_id', 'e.price', 'e.maker', 'e.bid_cnt', 'e.top_bid', 'e.worst']),
).columns((eb) => ({
  top_or_price: column('Highest bid or price.', orElse(eb.ref('top_bid'), eb.ref('price'))),
}))

const train = guarded('ml.v_train', 'Listings, while they are certified.', facts, {
  entrypoint,
  key: ['listing_id'],
  maxAge: '24 hours',
})

/** A policy of each kind: proven, by default too, timeless, and late with a reason. */
const certified = certification({
  entrypoint,
  t0: 'edited_at',
  key: ['listing_id'],
  guarded: train,
  checked: entrypoint,
  pointInTime: {
    'shop.bids': 'strict',
    'shop.photos': { lateAllowed: 'Photos are labeled for old listings, too.' },
  },
  invariants: (eb) => ({ counted: column('There is a count.', eb('bid_cnt', '>=', 0)) }),
})

export default defineProject({
  name: 'gate_p',
  sql: { '01.sql': [entrypoint, facts, train] },
  certification: certified,
})
