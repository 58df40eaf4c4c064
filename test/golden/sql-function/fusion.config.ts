import { column, defineProject, integer, nullable, source, sqlFunction, view } from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    shop_id: integer('Shop.'),
    price: nullable(integer('Price; NULL when it is on request.')),
  },
})

/** A function of the store's own: its file creates it before the view that calls it. */
const clamp = sqlFunction('ml.clamp', {
  comment: 'A number between two others.',
  args: { value: integer, low: integer, high: integer },
  returns: integer,
  volatility: 'immutable',
  strict: true,
  body: 'RETURN least(greatest(value, low), high)',
})

const clamped = view('ml.v_clamped', 'Offers with clamped prices.', { o: offers }, (db) =>
  db.selectFrom('o').select(['o.offer_id', 'o.price']),
).columns((eb) => ({
  clamped: column('Price between 10 and 1000.', clamp({ value: eb.ref('price'), low: 10, high: 1000 })),
}))

export default defineProject({ name: 'sql_function', sql: { '01.sql': [clamped] } })
