import { defineProject, integer, nullable, published, source, view } from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    shop_id: integer('Shop.'),
    price: nullable(integer('Price; NULL when it is on request.')),
  },
})

const priced = view('ml.v_priced', 'Offers with a price.', { o: offers }, (db) =>
  db.selectFrom('o').select(['o.offer_id', 'o.price']).where('o.price', 'is not', null),
)

interface PricedRow {
  readonly offer_id: number
  readonly price: number
}

/** The view by its name: a module that reads it need not import the one that declares it. */
const cheap = view('ml.v_cheap', 'Offers below 100.', { p: published<PricedRow>('ml.v_priced') }, (db) =>
  db.selectFrom('p').selectAll('p').where('p.price', '<', 100),
)

export default defineProject({ name: 'published', sql: { '01.sql': [priced, cheap] } })
