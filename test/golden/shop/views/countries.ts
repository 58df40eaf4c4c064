import { sql } from 'kysely'
import { column, orElse, published, view } from 'fusion-store'
import { customers, orders } from './sources.js'

/** Grouping, HAVING, CASE, window functions: a layer is any SELECT. */
export const countries = view('shop.v_countries', 'Turnover by country.', { o: orders, c: customers }, (db) =>
  db
    .selectFrom('o')
    .leftJoin('c', 'c.customer_id', 'o.customer_id')
    .where('o.state', 'in', ['open', 'paid'])
    .groupBy('c.country')
    .having((eb) => eb.fn.countAll<string>(), '>', '1')
    .select((eb) => [
      'c.country',
      eb.fn.countAll<string>().as('order_cnt'),
      eb.fn.sum<string | null>('o.total').as('turnover'),
      sql<number>`rank() over (order by sum(o.total) desc)`.as('place'),
    ]),
)
  .describe({ order_cnt: 'Orders.', turnover: 'Sum of the totals in EUR.', place: 'Rank by turnover.' })
  .columns((eb) => ({
    label: column('Country for people.', orElse(eb.ref('country'), 'unknown')),
  }))

interface CustomerOrdersRow {
  readonly customer_id: string
  readonly order_cnt: number
}

/** As a module of a large project has it: the view by its name, its row type from the generated rows. */
const customerOrders = published<CustomerOrdersRow>('shop.v_customer_orders')

/** WITH, UNION ALL, EXISTS, DISTINCT ON, ORDER BY, LIMIT. */
export const highlights = view(
  'shop.v_highlights',
  'Customers worth a look.',
  { v: customerOrders, o: orders },
  (db) =>
    db
      .with('busy', (cte) =>
        cte.selectFrom('v').select(['v.customer_id', 'v.order_cnt as score']).where('v.order_cnt', '>=', 3),
      )
      .selectFrom('busy')
      .select((eb) => ['busy.customer_id', 'busy.score', eb.val('busy').as('why')])
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('o')
            .select('o.order_id')
            .whereRef('o.customer_id', '=', 'busy.customer_id')
            .where('o.total', '>', '100'),
        ),
      )
      .unionAll((eb) =>
        eb
          .selectFrom('o')
          .distinctOn('o.customer_id')
          .select((e) => [
            e.fn.coalesce('o.customer_id', e.val('0')).as('customer_id'),
            e.lit(1).as('score'),
            e.val('recent').as('why'),
          ])
          .where('o.placed_at', '>', new Date(Date.UTC(2025, 0, 1)))
          .orderBy('o.customer_id')
          .orderBy('o.placed_at', 'desc'),
      )
      .orderBy('customer_id')
      .limit(1000),
).describe({ score: 'How often.', why: 'Why it is here.', customer_id: 'Customer; 0 for guests.' })
