import { defineProject, integer, nullable, source, view } from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    shop_id: integer('Shop.'),
    price: nullable(integer('Price; NULL when it is on request.')),
  },
})

const requested = source('shop.requests', 'Requests.', {
  key: ['request_id'],
  columns: { request_id: integer('Request.'), budget: integer('Budget.') },
})

/** Both sides list the same columns in the same order. One side that can be NULL makes the column nullable. */
const both = view('ml.v_both', 'Offers and requests.', { o: offers, r: requested }, (db) =>
  db
    .selectFrom('o')
    .select((eb) => ['o.offer_id as id', 'o.price as amount', eb.val('offer').as('kind')])
    .unionAll((eb) =>
      eb
        .selectFrom('r')
        .select((r) => ['r.request_id as id', 'r.budget as amount', r.val('request').as('kind')]),
    ),
).describe({ id: 'Offer or request.', amount: 'Price or budget.', kind: 'offer or request.' })

export default defineProject({ name: 'set_operation', sql: { '01.sql': [both] } })
