import { column, defineProject, integer, layer, nullable, source, view } from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    shop_id: integer('Shop.'),
    price: nullable(integer('Price; NULL when it is on request.')),
  },
})

/** An expensive expression that is used twice is computed in a subquery that stays where it is. */
const parts = layer('parts', 'Offers with the digits of their price.', { o: offers }, (db) =>
  db.selectFrom('o').select(['o.offer_id', 'o.price']),
).once((eb) => ({
  digits: column('Length of the price.', eb.fn<number | null>('length', [eb.cast<string>('price', 'text')])),
}))

const lengths = view('ml.v_lengths', 'Lengths.', { p: parts }, (db) =>
  db.selectFrom('p').select(['p.offer_id', 'p.digits']),
).columns((eb) => ({ twice: column('Twice the length.', eb('digits', '+', eb.ref('digits'))) }))

export default defineProject({ name: 'once', sql: { '01.sql': [lengths] } })
