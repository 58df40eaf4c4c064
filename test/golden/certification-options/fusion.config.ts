import { sql } from 'kysely'
import {
  allOf,
  certification,
  column,
  defineProject,
  guarded,
  integer,
  isNotTrue,
  not,
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
    listed_at: timestamptz('When it was first listed.'),
    price: nullable(integer('Price; NULL when it is on request.')),
  },
})

const entrypoint = view('ml.v_entry', 'Certified offers.', { o: offers }, (db) =>
  db.selectFrom('o').selectAll('o'),
).columns((eb) => ({
  edited_hour: column(
    'Hour of the last edit, in UTC.',
    sql<number>`extract(hour from ${eb.ref('edited_at')} at time zone 'UTC')::integer`,
  ),
}))
const facts = view('ml.v_facts', 'Offers without their T0.', { e: entrypoint }, (db) =>
  db.selectFrom('e').select(['e.offer_id', 'e.price', 'e.edited_hour', 'e.listed_at']),
)
const train = guarded('ml.v_train', 'Offers, while they are certified.', facts, {
  entrypoint,
  key: ['offer_id'],
  maxAge: '7 days',
})

/** Every option, each with what it may hold. */
const certified = certification({
  entrypoint,
  t0: 'edited_at',
  key: ['offer_id'],
  guarded: train,
  aliases: [facts],
  checked: entrypoint,
  baselineDays: 30,
  procedure: 'certify_offers',
  roles: { trainer: 'offers_trainer', certifier: 'offers_certifier' },
  t0Features: { edited_hour: 'The hour is known when the offer is edited.' },
  moments: { listed_at: 'Trainers join on it.' },
  drift: { policy: 'fail', rows: 100, days: 2 },
  invariants: (eb) => ({
    positive: column('A price is positive.', isNotTrue(eb('price', '<=', 0))),
    hour_in_range: column(
      'An hour is 0 to 23.',
      allOf(eb('edited_hour', '>=', 0), not(eb('edited_hour', '>', 23))),
    ),
  }),
})

export default defineProject({
  name: 'certification_options',
  sql: { '01.sql': [entrypoint, facts, train] },
  certification: certified,
})
