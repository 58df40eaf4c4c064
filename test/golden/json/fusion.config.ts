import {
  column,
  defineProject,
  integer,
  jsonb,
  jsonFlag,
  jsonInteger,
  jsonMember,
  jsonText,
  nullable,
  source,
  view,
} from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    extra: nullable(jsonb('Whatever the seller added.')),
  },
})

/** What an upstream writes into JSON is not trusted: a member of another type counts as missing. */
const read = view('ml.v_read', 'What the JSON of an offer says.', { o: offers }, (db) =>
  db.selectFrom('o').select(['o.offer_id', 'o.extra']),
).columns((eb) => ({
  stars: column('Stars.', jsonInteger(eb.ref('extra'), 'stars')),
  is_new: column('Whether it says that the offer is new.', jsonFlag(eb.ref('extra'), 'is_new')),
  color: column('Color.', jsonText(jsonMember(eb.ref('extra'), 'look'), 'color')),
}))

export default defineProject({ name: 'json', sql: { '01.sql': [read] } })
