import {
  certification,
  defineProject,
  featureList,
  guarded,
  integer,
  source,
  timestamptz,
  view,
} from 'fusion-store'

const offers = source('shop.offer', 'Offers.', {
  key: ['id'],
  columns: { id: integer('Offer.'), price: integer('Price.'), listed: timestamptz('When.') },
})
const entry = view('ml.recommended_v1_features', 'Offers.', { o: offers }, (db) =>
  db.selectFrom('o').selectAll('o'),
)
const prices = view('ml.prices', 'Prices.', { e: entry }, (db) =>
  db.selectFrom('e').select(['e.id', 'e.price']),
)
const train = guarded('ml.train', 'Guarded.', prices, { entrypoint: entry, key: ['id'], maxAge: '1 day' })
const columns = ['price'] as const

export default defineProject({
  name: 'refused-store-names',
  sql: { '01.sql': [entry, prices, train] },
  certification: certification({
    entrypoint: entry,
    t0: 'listed',
    key: ['id'],
    guarded: train,
    checked: prices,
    invariants: () => ({}),
  }),
  features: [
    featureList(train, { name: 'recommended', version: 1, prefix: 'a_', columns }),
    featureList(train, { name: 'recommended', version: 2, prefix: 'b_', columns }),
    featureList(train, { name: 'ab_1', version: 1, prefix: 'c_', columns }),
    featureList(train, { name: 'ab1', version: 1, prefix: 'd_', columns }),
  ],
})
