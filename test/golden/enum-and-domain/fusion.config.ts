import { column, defineProject, domainType, enumType, integer, nullable, source, view } from 'fusion-store'

const state = enumType('shop.state', ['open', 'reserved', 'sold'])
const percent = domainType('shop.percent', { base: integer, check: 'VALUE BETWEEN 0 AND 100' })

const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: {
    offer_id: integer('Offer.'),
    state: state('State.'),
    rebate: nullable(percent('Rebate in percent.')),
  },
})

/** A view types its values by their labels; a domain has the values of what is below it. */
const graded = view('ml.v_graded', 'Offers that are open.', { o: offers }, (db) =>
  db.selectFrom('o').select(['o.offer_id', 'o.state', 'o.rebate']).where('o.state', '!=', 'sold'),
).columns((eb) => ({
  is_reserved: column('Whether somebody reserved it.', eb('state', '=', 'reserved')),
  paid_share: column('Share of the price that is paid.', eb(eb.val(100), '-', eb.ref('rebate'))),
}))

export default defineProject({ name: 'enum_and_domain', sql: { '01.sql': [graded] } })
