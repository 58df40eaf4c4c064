import {
  aggregate,
  column,
  countRows,
  countWhere,
  isKnown,
  layer,
  maxWhere,
  meanWhere,
  ratio,
  view,
} from 'fusion-store'
import { customers, orders } from './sources.js'

const realOrders = layer('real_orders', 'Orders that were not canceled.', { o: orders }, (db) =>
  db.selectFrom('o').selectAll('o').where('o.state', '!=', 'canceled'),
).columns((eb) => ({
  rated: column('Whether there is a rating.', isKnown(eb.ref('rating'))),
}))

const perCustomer = aggregate(
  'per_customer',
  'Orders of a customer.',
  { of: realOrders, by: ['customer_id'] },
  (eb) => ({
    order_cnt: column('Orders that were not canceled.', countRows()),
    rated_cnt: column('Orders with a rating.', countWhere(eb.ref('rated'))),
    best_rating: column('Best rating given.', maxWhere(eb.ref('rating'))),
    mean_rating: column('Mean rating given.', meanWhere(eb.ref('rating'))),
    last_order_at: column('Newest order.', maxWhere(eb.ref('placed_at'))),
  }),
)

/** One row per customer, orders or none. */
export const customerOrders = view(
  'shop.v_customer_orders',
  "What a customer ordered; it's 0, not NULL, where there is none.",
  { c: customers, p: perCustomer },
  (db) =>
    db
      .selectFrom('c')
      .innerJoin('p', 'p.customer_id', 'c.customer_id')
      .select([
        'c.customer_id',
        'c.country',
        'p.order_cnt',
        'p.rated_cnt',
        'p.best_rating',
        'p.mean_rating',
        'p.last_order_at',
      ]),
).columns((eb) => ({
  rated_share: column('Share of orders with a rating.', ratio(eb.ref('rated_cnt'), eb.ref('order_cnt'))),
}))
