import { expect, test } from 'vitest'
import { faultsOf, markedIn, said } from './marked-project.js'

const files = (body: string): Readonly<Record<string, string>> => ({
  'fusion.config.ts': `import { defineProject } from 'fusion-store'
import * as features from './views/features.js'
const { offers, ...views } = features
export default defineProject({ name: 'places', sql: { '01.sql': Object.values(views) } })
`,
  'views/features.ts': `import { aggregate, column, countRows, integer, layer, source, text, view } from 'fusion-store'
import { sql } from 'kysely'
export const offers = source('s.offers', 'Offers.', {
  key: ['id'],
  columns: { id: integer('Id.'), shop: integer('Shop.'), price: integer('Price.'), note: text('Note.') },
})
${body}`,
})

test.each([
  [
    'a step of a layer that another layer and two views read',
    `
const base = layer('base', 'Base.', { o: offers }, (db) => db.selectFrom('o').selectAll('o')).columns((eb) => ({
  ok: column('Fine.', eb('price', '+', 1)),
  bad: column('Text and a number.', sql<number>\`\${eb.ref('note')} * 2\`), // FS202 base.bad
}))
const more = layer('more', 'More.', { base }, (db) => db.selectFrom('base').selectAll('base')).columns((eb) => ({
  also: column('Fine.', eb('bad', '+', 1)),
}))
export const one = view('s.one', 'One.', { more }, (db) => db.selectFrom('more').select(['more.id', 'more.also']))
export const two = view('s.two', 'Two.', { one }, (db) => db.selectFrom('one').select(['one.id', 'one.also']))
`,
  ],
  [
    'a condition, after text that is longer in bytes than in characters',
    `
export const one = view('s.one', 'One.', { o: offers }, (db) =>
  db
    .selectFrom('o')
    .select(['o.id'])
    .where('o.note', '<>', 'größer 😀 als »alles«')
    .where(sql<boolean>\`no_such_function(o.price)\`) // FS202 s.one
    .where('o.price', '>', 1),
)
`,
  ],
  [
    'a column that a query selects, a join and an aggregate',
    `
const counted = aggregate('counted', 'Counted.', { of: offers, by: ['shop'] }, (eb) => ({
  n: column('N.', countRows()),
  bad: column('No such function.', sql<number>\`sum_of(\${eb.ref('price')})\`), // FS202 counted.bad
}))
export const one = view('s.one', 'One.', { o: offers, counted }, (db) =>
  db.selectFrom('o').innerJoin('counted', 'counted.shop', 'o.shop').select(['o.id', 'counted.bad', 'counted.n']),
)
export const two = view('s.two', 'Two.', { o: offers }, (db) =>
  db.selectFrom('o').select([
    'o.id',
    sql<number>\`o.note + 1\`.as('sum'), // FS202 s.two.sum
  ]),
).describe({ sum: 'Sum.' })
export const three = view('s.three', 'Three.', { o: offers }, (db) =>
  db
    .selectFrom('o')
    .innerJoin('o as p', (join) => join.onRef('o.id', '=', 'p.note' as 'p.id')) // FS202 s.three
    .select('o.id'),
)
`,
  ],
])('%s', async (_, body) => {
  const project = files(body)
  const found = await faultsOf(project)
  expect(said(found).toSorted()).toEqual(markedIn(project).toSorted())
  for (const { excerpt } of found) expect(excerpt).toMatch(/^.{3,100}$/)
})
