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
const entry = view('ml.entry', 'Offers.', { o: offers }, (db) => db.selectFrom('o').selectAll('o'))
const prices = view('ml.prices', 'Prices.', { e: entry }, (db) =>
  db.selectFrom('e').select(['e.id', 'e.price']),
)
const train = guarded('ml.train', 'Guarded.', prices, { entrypoint: entry, key: ['id'], maxAge: '1 day' })

export default defineProject({
  name: 'bad-features',
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
    featureList(train, { name: 'good', version: 1, prefix: 'offer_', columns: ['price'] }),
    featureList(prices, { name: 'unguarded', version: 1, prefix: '', columns: ['price'] }),
    featureList(train, { name: 'Bad name', version: 0, prefix: '1_', columns: ['price', 'price'] }),
    featureList(train, { name: 'good', version: 1, prefix: 'a'.repeat(60), columns: ['prize' as 'price'] }),
    featureList(undefined as unknown as typeof train, {
      name: 'none',
      version: 1,
      prefix: '',
      columns: [] as never,
    }),
  ],
})
