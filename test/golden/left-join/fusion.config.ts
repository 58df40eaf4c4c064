import { defineProject, integer, nullable, source, text, view } from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    shop_id: integer('Shop.'),
    price: nullable(integer('Price; NULL when it is on request.')),
  },
})

const shops = source('shop.shops', 'Shops.', {
  key: ['shop_id'],
  columns: { shop_id: integer('Shop.'), city: text('City.') },
})

/** The city of a shop is never NULL, and that of an offer is where there is no such shop. */
const located = view('ml.v_located', 'Offers with their city.', { o: offers, s: shops }, (db) =>
  db.selectFrom('o').leftJoin('s', 's.shop_id', 'o.shop_id').select(['o.offer_id', 's.city']),
)

export default defineProject({ name: 'left_join', sql: { '01.sql': [located] } })
