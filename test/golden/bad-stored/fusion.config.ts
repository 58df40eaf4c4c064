import { defineProject, integer, nullable, source, stored, text, view } from 'fusion-store'

const offers = source('shop.offer', 'Offers.', {
  key: ['id'],
  columns: { id: integer('Offer.'), shop: nullable(text('Shop.')), price: integer('Price.') },
})
const all = view('ml.offers', 'All.', { o: offers }, (db) => db.selectFrom('o').selectAll('o'))

const badAge = stored('ml.bad_age', 'Stored.', all, { key: ['id'], refresh: 'full', maxAge: 'soon' })
const noAge = stored('ml.no_age', 'Stored.', all, { key: ['id'], refresh: 'full', maxAge: '0 hours' })
const negative = stored('ml.negative', 'Stored.', all, { key: ['id'], refresh: 'full', maxAge: '-1 hour' })
const twice = stored('ml.twice', 'Stored.', all, {
  key: ['id', 'id'],
  indexes: [['shop'], ['shop'], ['price', 'price'], []],
  refresh: 'byKey',
})
const paths = stored('ml.paths', 'Stored.', all, {
  key: ['id'],
  refresh: 'byKey',
  paths: { 'shop.offer': {}, 'shop.ofer': { id: 'id' } },
})
const lost = stored('ml.lost', 'Stored.', all, {
  key: ['ident' as 'id'],
  indexes: [['shopp' as 'shop']],
  refresh: 'byKey',
  paths: { 'shop.offer': { id: 'offer' } },
})
const words = stored('ml.words', 'Stored.', all, { key: [] as never, refresh: 'sometimes' as 'full' })

export default defineProject({
  name: 'bad-stored',
  sql: { '01.sql': [all, badAge, noAge, negative, twice, paths, lost, words] },
})
