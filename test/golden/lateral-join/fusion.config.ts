import { defineProject, integer, nullable, source, view } from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    shop_id: integer('Shop.'),
    price: nullable(integer('Price; NULL when it is on request.')),
  },
})

const bids = source('shop.bids', 'Bids.', {
  key: ['bid_id'],
  columns: { bid_id: integer('Bid.'), offer_id: integer('Offer.'), amount: integer('Amount.') },
})

/** The highest bid, the older of two that are equal. */
const best = view('ml.v_best', 'Offers with their best bid.', { o: offers, b: bids }, (db) =>
  db
    .selectFrom('o')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('b')
          .whereRef('b.offer_id', '=', 'o.offer_id')
          .orderBy('b.amount', 'desc')
          .orderBy('b.bid_id')
          .limit(1)
          .select(['b.bid_id', 'b.amount'])
          .as('top'),
      (join) => join.onTrue(),
    )
    .select(['o.offer_id', 'top.bid_id', 'top.amount']),
).describe({ bid_id: 'Best bid.', amount: 'Its amount.' })

export default defineProject({ name: 'lateral_join', sql: { '01.sql': [best] } })
