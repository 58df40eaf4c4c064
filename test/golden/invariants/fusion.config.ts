import {
  aggregate,
  certification,
  column,
  countRows,
  countWhere,
  defineProject,
  guarded,
  integer,
  isNotTrue,
  layer,
  maxWhere,
  nullable,
  source,
  timestamptz,
  view,
} from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: { offer_id: integer('Offer.'), edited_at: timestamptz('When it was last edited.') },
})
const bids = source('shop.bids', 'Bids.', {
  key: ['offer_id', 'bid_no'],
  columns: {
    offer_id: integer('Offer.'),
    bid_no: integer('Number of the bid.'),
    amount: nullable(integer('Amount.')),
  },
})

const bidding = aggregate('bidding', 'Bids of an offer.', { of: bids, by: ['offer_id'] }, (eb) => ({
  bid_cnt: column('Bids.', countRows()),
  high_cnt: column('Bids of 100 or more.', countWhere(eb('amount', '>=', 100))),
  highest: column('Highest bid.', maxWhere(eb.ref('amount'))),
}))
/** The first two follow from the query, the last one only where nobody bids nothing. */
const bid = layer('bid', 'Offers with their bids.', { o: offers, b: bidding }, (db) =>
  db
    .selectFrom('o')
    .innerJoin('b', 'b.offer_id', 'o.offer_id')
    .select(['o.offer_id', 'o.edited_at', 'b.bid_cnt', 'b.high_cnt', 'b.highest']),
).invariants((eb) => ({
  high_within_all: column('High bids are bids.', eb('high_cnt', '<=', eb.ref('bid_cnt'))),
  high_counted: column(
    'A high bid is counted.',
    eb.or([isNotTrue(eb('highest', '>=', 100)), eb('high_cnt', '>', 0)]),
  ),
  positive: column('A bid is positive.', isNotTrue(eb('highest', '<=', 0))),
}))

const entrypoint = view('ml.v_entry', 'Certified offers.', { bid }, (db) => db.selectFrom('bid').selectAll())
const facts = view('ml.v_facts', 'Offers without their T0.', { bid }, (db) =>
  db.selectFrom('bid').select(['bid.offer_id', 'bid.bid_cnt', 'bid.highest']),
).invariants((eb) => ({
  bid_where_highest: column(
    'Where there is a highest bid, there is a bid.',
    isNotTrue(eb('highest', 'is not', null).and('bid_cnt', '=', 0)),
  ),
}))
const train = guarded('ml.v_train', 'Offers, while they are certified.', facts, {
  entrypoint,
  key: ['offer_id'],
  maxAge: '7 days',
})

export default defineProject({
  name: 'invariants',
  sql: { '01.sql': [entrypoint, facts, train] },
  certification: certification({
    entrypoint,
    t0: 'edited_at',
    key: ['offer_id'],
    guarded: train,
    aliases: [facts],
    checked: facts,
    invariants: (eb) => ({ counted: column('Bids are counted.', eb('bid_cnt', '>=', 0)) }),
  }),
})
