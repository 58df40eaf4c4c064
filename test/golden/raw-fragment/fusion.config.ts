import { sql } from 'kysely'
import { column, defineProject, integer, nullable, source, view } from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    shop_id: integer('Shop.'),
    price: nullable(integer('Price; NULL when it is on request.')),
  },
})

/** Kysely believes what the fragment says of its type; the row type has what Postgres says. */
const rounded = view('ml.v_rounded', 'Offers with rounded prices.', { o: offers }, (db) =>
  db.selectFrom('o').select(['o.offer_id', 'o.price']),
).columns((eb) => ({
  rounded: column(
    'Price, rounded to hundreds.',
    sql<number>`round(${eb.ref('price')}::numeric, -2)::integer`,
  ),
}))

export default defineProject({ name: 'raw_fragment', sql: { '01.sql': [rounded] } })
