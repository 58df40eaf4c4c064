import { column, defineProject, integer, layer, nullable, source, view } from 'fusion-store'

const bids = source('market.bid', 'Bids.', {
  key: ['lot', 'bidder'],
  columns: { lot: integer('Lot.'), bidder: integer('Bidder.'), price: nullable(integer('Price.')) },
})
const priced = layer('priced', 'Bids with a price.', { b: bids }, (db) =>
  db.selectFrom('b').selectAll('b').where('b.price', 'is not', null),
).materialized()
/** It reads a layer that is computed once, and is one itself. */
const ranked = layer('ranked', 'Bids by price.', { p: priced }, (db) =>
  db
    .selectFrom('p')
    .selectAll('p')
    .select((eb) =>
      eb.fn
        .agg<string>('rank')
        .over((ob) => ob.partitionBy('p.lot').orderBy('p.price', 'desc'))
        .as('place'),
    ),
)
  .columns((eb) => ({ is_first: column('Whether nobody bids more.', eb('place', '=', '1')) }))
  .materialized()

export default defineProject({
  name: 'market',
  sql: {
    '01.sql': [
      view(
        'market.v_lead',
        'Each bid beside the highest ones of its lot.',
        { r: ranked, first: ranked, all: priced },
        (db) =>
          db
            .selectFrom('r')
            .innerJoin('first', 'first.lot', 'r.lot')
            .leftJoin('all', (join) => join.onRef('all.lot', '=', 'r.lot').on('all.bidder', '=', 1))
            .where('first.is_first', '=', true)
            .select(['r.lot', 'r.bidder', 'r.place', 'first.price as highest', 'all.price as of_one']),
      ).describe({ place: 'Place of the bid.' }),
    ],
  },
})
