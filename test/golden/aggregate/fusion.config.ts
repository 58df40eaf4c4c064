import {
  aggregate,
  column,
  countRows,
  countWhere,
  defineProject,
  integer,
  isKnown,
  maxWhere,
  nullable,
  ratio,
  source,
  view,
} from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    shop_id: integer('Shop.'),
    price: nullable(integer('Price; NULL when it is on request.')),
  },
})

const shops = source('shop.shops', 'Shops.', { key: ['shop_id'], columns: { shop_id: integer('Shop.') } })

/** A row for each key, also for one without rows: its counts are 0, its maximum is NULL. */
const perShop = aggregate('per_shop', 'Offers of a shop.', { of: offers, by: ['shop_id'] }, (eb) => ({
  offer_cnt: column('Offers.', countRows()),
  priced_cnt: column('Offers with a price.', countWhere(isKnown(eb.ref('price')))),
  max_price: column('Highest price.', maxWhere(eb.ref('price'))),
}))

const features = view('ml.v_shops', 'Shops.', { s: shops, p: perShop }, (db) =>
  db
    .selectFrom('s')
    .innerJoin('p', 'p.shop_id', 's.shop_id')
    .select(['s.shop_id', 'p.offer_cnt', 'p.priced_cnt', 'p.max_price']),
).columns((eb) => ({
  priced_share: column('Share of offers with a price.', ratio(eb.ref('priced_cnt'), eb.ref('offer_cnt'))),
}))

export default defineProject({ name: 'aggregate', sql: { '01.sql': [features] } })
