import { defineProject, integer, nullable, source, view } from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    shop_id: integer('Shop.'),
    price: nullable(integer('Price; NULL when it is on request.')),
  },
})

/** A layer or view is any SELECT: a group has a row only where its condition holds. */
const busy = view('ml.v_busy', 'Shops with more than two offers.', { o: offers }, (db) =>
  db
    .selectFrom('o')
    .groupBy('o.shop_id')
    .having((eb) => eb.fn.countAll<string>(), '>', '2')
    .select((eb) => [
      'o.shop_id',
      eb.fn.countAll<string>().as('offer_cnt'),
      eb.fn.min('o.price').as('min_price'),
    ]),
).describe({ offer_cnt: 'Offers.', min_price: 'Lowest price.' })

export default defineProject({ name: 'having', sql: { '01.sql': [busy] } })
