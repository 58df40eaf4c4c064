import { bigint, defineProject, integer, nullable, source, stored, text, view } from 'fusion-store'

const offers = source('shop.offer', 'Offers.', {
  key: ['id'],
  columns: { id: integer('Offer.'), shop: nullable(text('Shop.')), price: nullable(integer('Price.')) },
})
const shops = source('shop.shop', 'Shops.', {
  key: ['shop'],
  columns: { shop: text('Shop.'), number: bigint('Number.'), city: nullable(text('City.')) },
})
const shopOf = view('ml.shop_of', 'Offers by shop.', { o: offers, s: shops }, (db) =>
  db.selectFrom('o').innerJoin('s', 's.shop', 'o.shop').select(['o.id', 'o.price', 's.shop', 's.city']),
)
const notUnique = stored('ml.not_unique', 'By shop.', shopOf, { key: ['shop'], refresh: 'full' })
const nullKey = stored('ml.null_key', 'By a key that can be NULL.', shopOf, {
  key: ['id', 'price'],
  refresh: 'byKey',
})
const allShops = view('ml.v_shops', 'Shops.', { s: shops }, (db) => db.selectFrom('s').selectAll('s'))
const shopsInFull = stored('ml.shops', 'Shops.', allShops, { key: ['shop'], refresh: 'full' })
const cities = view('ml.v_cities', 'Cities.', { s: shopsInFull }, (db) =>
  db.selectFrom('s').select(['s.shop', 's.city']),
)
const ofFull = stored('ml.of_full', 'What reads a materialized view.', cities, {
  key: ['shop'],
  refresh: 'byKey',
})
const types = stored('ml.types', 'A path between types.', shopOf, {
  key: ['id'],
  refresh: 'byKey',
  paths: { 'shop.shop': { id: 'number', city: 'number' } },
})

export default defineProject({
  name: 'refused-stored',
  sql: { '01.sql': [shopOf, notUnique, nullKey, allShops, shopsInFull, cities, ofFull, types] },
})
