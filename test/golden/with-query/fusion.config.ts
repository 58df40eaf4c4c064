import { defineProject, integer, nullable, source, view } from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    shop_id: integer('Shop.'),
    price: nullable(integer('Price; NULL when it is on request.')),
  },
})

/** A view that contains WITH is never merged into the query around it. */
const cheapest = view('ml.v_cheapest', 'Shops with their lowest price.', { o: offers }, (db) =>
  db
    .with('lowest', (cte) =>
      cte
        .selectFrom('o')
        .groupBy('o.shop_id')
        .select((eb) => ['o.shop_id', eb.fn.min('o.price').as('price')]),
    )
    .selectFrom('lowest')
    .select(['lowest.shop_id', 'lowest.price']),
).describe({ shop_id: 'Shop.', price: 'Lowest price.' })

export default defineProject({ name: 'with_query', sql: { '01.sql': [cheapest] } })
