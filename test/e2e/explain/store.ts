/** A store in which columns are NULL, or never are, for many reasons. */
export const storeFiles: Readonly<Record<string, string>> = {
  'fusion.config.ts': `import { defineProject } from 'fusion-store'
import { first, second } from './views/store.js'
export default defineProject({ name: 'reasons', sql: { '01_views.sql': [first, second] } })
`,
  'views/store.ts': `import { aggregate, column, countRows, integer, layer, nullable, source, text, view } from 'fusion-store'
import { sql } from 'kysely'

export const offers = source('shop.offers', 'Offers.', {
  key: ['id'],
  columns: { id: integer('Id.'), shop: integer('Shop.'), price: nullable(integer('Price.')), note: text('Note.') },
})
export const shops = source('shop.shops', 'Shops.', {
  key: ['id'],
  columns: { id: integer('Id.'), city: text('City.') },
})
const counts = aggregate('counts', 'Offers of a shop.', { of: offers, by: ['shop'] }, (eb) => ({
  offers_cnt: column('How many.', countRows()),
  price_max: column('The highest price.', eb.fn.max('price')),
}))
const base = layer('base', 'Offers with their shop.', { o: offers, s: shops }, (db) =>
  db.selectFrom('o').leftJoin('s', 's.id', 'o.shop').selectAll('o').select('s.city'),
)
const derived = layer('derived', 'Derived.', { base }, (db) => db.selectFrom('base').selectAll('base')).columns((eb) => ({
  doubled: column('Twice the price.', eb('price', '*', 2)),
  known: column('The price or 0.', eb.fn.coalesce('price', eb.lit(0))),
  size: column('Small, when it is.', eb.case().when('price', '<', 10).then('small').end()),
  half: column('A ratio.', sql<number | null>\`10 / nullif(\${eb.ref('price')}, 0)\`),
  has_price: column('Whether it has a price.', eb('price', 'is not', null)),
}))
export const first = view('ml.first', 'First.', { derived, counts, shops }, (db) =>
  db.selectFrom('derived').innerJoin('counts', 'counts.shop', 'derived.shop').selectAll('derived')
    .select(['counts.offers_cnt', 'counts.price_max']),
)
export const second = view('ml.second', 'Second.', { first }, (db) =>
  db.selectFrom('first').selectAll('first').where('first.half', 'is not', null),
).columns((eb) => ({ tripled: column('Three times.', eb('doubled', '*', 3)) }))
`,
}
