import {
  certification,
  column,
  defineProject,
  guarded,
  integer,
  nullable,
  source,
  timestamptz,
  view,
} from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    edited_at: timestamptz('When it was last edited.'),
    price: nullable(integer('Price; NULL when it is on request.')),
  },
})

const entrypoint = view('ml.v_entry', 'Certified offers.', { o: offers }, (db) =>
  db.selectFrom('o').selectAll('o'),
)
const facts = view('ml.v_facts', 'Offers without their T0.', { e: entrypoint }, (db) =>
  db.selectFrom('e').select(['e.offer_id', 'e.price']),
)
/** Answers only while the certificate of the entrypoint is fresh. */
const train = guarded('ml.v_train', 'Offers, while they are certified.', facts, {
  entrypoint,
  key: ['offer_id'],
  maxAge: '12 hours',
})

const certified = certification({
  entrypoint,
  t0: 'edited_at',
  key: ['offer_id'],
  guarded: train,
  checked: facts,
  invariants: (eb) => ({
    positive: column('A price is positive.', eb.or([eb('price', 'is', null), eb('price', '>', 0)])),
  }),
})

export default defineProject({
  name: 'guarded',
  sql: { '01.sql': [entrypoint, facts, train] },
  certification: certified,
})
