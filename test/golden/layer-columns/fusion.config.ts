import { column, defineProject, integer, isKnown, layer, nullable, source, view } from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    shop_id: integer('Shop.'),
    price: nullable(integer('Price; NULL when it is on request.')),
  },
})

/** Columns of one call do not see each other; what builds on them goes into the next. */
const priced = layer('priced', 'Offers with what follows from the price.', { o: offers }, (db) =>
  db.selectFrom('o').select(['o.offer_id', 'o.price']),
)
  .columns((eb) => ({ is_priced: column('Whether the price is known.', isKnown(eb.ref('price'))) }))
  .columns((eb) => ({
    is_cheap: column(
      'Whether it is known to be below 100.',
      eb.and([eb.ref('is_priced'), eb('price', '<', 100)]),
    ),
  }))

const cheap = view('ml.v_offers', 'Offers.', { p: priced }, (db) => db.selectFrom('p').selectAll('p'))

export default defineProject({ name: 'layer_columns', sql: { '01.sql': [cheap] } })
