import {
  aggregate,
  column,
  countRows,
  countWhere,
  defineProject,
  integer,
  isTrue,
  layer,
  source,
  view,
} from 'fusion-store'

const orders = source('up.orders', 'Orders.', {
  key: ['id'],
  columns: { id: integer('Order.'), customer_id: integer('Customer.'), amount: integer('Amount.') },
})

// A misspelled column, and all that reads the layer.
const priced = layer('priced', 'Orders with a price.', { o: orders }, (db) =>
  db.selectFrom('o').select(['o.id', 'o.customer_id', 'o.amuont' as 'o.amount']),
).columns((eb) => ({ is_big: column('Costs 100 or more.', eb('amount', '>=', 100)) }))
const perCustomer = aggregate(
  'per_customer',
  'Orders of a customer.',
  { of: priced, by: ['customer_id'] },
  (eb) => ({
    n: column('Orders.', countRows()),
    big_cnt: column('Big orders.', countWhere(eb.ref('is_big'))),
  }),
)
const customers = view('shop.customers', 'Customers.', { o: priced, p: perCustomer }, (db) =>
  db
    .selectFrom('o')
    .innerJoin('p', 'p.customer_id', 'o.customer_id')
    .select(['o.id', 'o.amount', 'p.n', 'p.big_cnt']),
)

// A join that is not by the key, and what reads its columns.
const wrong = view('shop.wrong', 'Joined by less than the key.', { o: orders, p: perCustomer }, (db) =>
  db.selectFrom('o').leftJoin('p', 'p.customer_id', 'o.customer_id').select(['o.id', 'p.n']),
).columns((eb) => ({ many: column('Many.', isTrue(eb('n', '>', 3))) }))

// A callback that throws, and what reads its columns.
const thrown = layer('thrown', 'Throws.', { o: orders }, (db) =>
  db.selectFrom('o').select(['o.id', 'o.amount']),
).columns(() => {
  throw new Error('no such helper')
})
const after = view('shop.after', 'Reads it.', { t: thrown as never }, (db) =>
  db.selectFrom('t' as never).select(['t.id', 't.amount', 't.more'] as never),
).columns((eb) => ({ twice: column('Twice.', eb('amount' as never, '*', 2 as never)) }))
const perOrder = aggregate('per_order', 'Rows.', { of: thrown as never, by: ['id'] as never }, (eb) => ({
  top: column('Top.', eb.fn.max('more' as never)),
}))
const last = view('shop.last', 'Reads that.', { a: after as never, p: perOrder as never }, (db) =>
  db
    .selectFrom('a' as never)
    .innerJoin('p' as never, 'p.id' as never, 'a.id' as never)
    .select(['a.twice', 'p.top'] as never),
)

export default defineProject({
  name: 'cascade',
  sql: { '01_views.sql': [customers, wrong, after, last] },
})
