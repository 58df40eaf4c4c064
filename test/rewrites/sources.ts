import {
  bigint,
  boolean,
  column,
  countRows,
  integer,
  layer,
  maxWhere,
  nullable,
  source,
  sqlType,
  text,
  aggregate,
} from 'fusion-store'

export const shops = source('up.shops', 'Shops.', {
  key: ['shop_id'],
  columns: {
    shop_id: integer('Shop.'),
    owner_id: nullable(bigint('Owner.')),
    name: text('Name.'),
    rate: sqlType<number>('real', 'Rate.'),
  },
})

export const offers = source('up.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    shop_id: integer('Shop.'),
    owner_id: bigint('Owner.'),
    price: nullable(integer('Price.')),
    sold: nullable(boolean('Sold.')),
    rate: sqlType<number>('real', 'Rate.'),
  },
})

export const priced = layer('priced', 'Offers with a price.', { o: offers }, (db) =>
  db.selectFrom('o').selectAll('o').where('o.price', 'is not', null),
).columns((eb) => ({ is_dear: column('Costs 100 or more.', eb('price', '>=', 100)) }))

export const perShop = aggregate('per_shop', 'Offers of a shop.', { of: offers, by: ['shop_id'] }, (eb) => ({
  offer_cnt: column('Offers.', countRows()),
  top_price: column('Highest price.', maxWhere(eb.ref('price'))),
}))
