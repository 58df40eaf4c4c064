import { bigint, column, defineProject, integer, nullable, numeric, source, view } from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    views: bigint('How often it was seen.'),
    weight: nullable(numeric('Weight in kg.')),
  },
})

/** The row type says what the reader's client is told to parse. */
const sums = view('ml.v_sums', 'Offers.', { o: offers }, (db) => db.selectFrom('o').selectAll('o')).columns(
  (eb) => ({
    doubled: column('Twice the views.', eb('views', '*', eb.val('2'))),
  }),
)

export default defineProject({
  name: 'reader_options',
  sql: { '01.sql': [sums] },
  reader: { int8: 'bigint', numeric: 'number' },
})
