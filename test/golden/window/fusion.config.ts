import { defineProject, integer, nullable, source, view } from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    shop_id: integer('Shop.'),
    price: nullable(integer('Price; NULL when it is on request.')),
  },
})

/** The window orders by a key last, so that the place of each row is certain. */
const ranked = view('ml.v_ranked', 'Offers with their place in the shop.', { o: offers }, (db) =>
  db.selectFrom('o').select((eb) => [
    'o.offer_id',
    'o.shop_id',
    eb.fn
      .agg<string>('row_number')
      .over((over) => over.partitionBy('o.shop_id').orderBy('o.price', 'desc').orderBy('o.offer_id'))
      .as('place'),
  ]),
).describe({ place: 'Place by price, the highest first.' })

export default defineProject({ name: 'window', sql: { '01.sql': [ranked] } })
