import { expect, test } from 'vitest'
import { faultsOf, markedIn, said } from './marked-project.js'

const files = (body: string, config = ''): Readonly<Record<string, string>> => ({
  'fusion.config.ts': `import { certification, defineProject, guarded } from 'fusion-store'
import { sql } from 'kysely'
import * as features from './views/features.js'
const views = Object.entries(features).filter(([name]) => name.startsWith('v')).map(([, view]) => view)
${config || "export default defineProject({ name: 'following', sql: { 'views.sql': views as never } })"}
`,
  'views/features.ts': `import { aggregate, column, countRows, date, defineProject, domainType, integer, layer, maxWhere, source, sqlType, text, view } from 'fusion-store'
import { sql } from 'kysely'
const offers = source('s.offers', 'Offers.', {
  key: ['id'],
  columns: { id: integer('Id.'), shop: integer('Shop.'), price: integer('Price.'), day: date('Day.') },
})
${body}`,
})

const entry = `
const certified = (t0: string) => certification({
  entrypoint: features.v1, t0: t0 as never, key: ['id'], guarded: train, checked: features.v1, invariants: () => ({}),
})
const train = guarded('s.train', 'Guarded.', features.v1, { entrypoint: features.v1, key: ['id'], maxAge: '1 day' })
export default defineProject({ name: 'following', sql: { 'v.sql': [...views, train] as never }, certification: certified('day') })`

// Each fault is marked on its line, and nothing else is said.
test.each([
  [
    'a misspelled column of a layer that five views read',
    `
const base = layer('base', 'Base.', { o: offers }, (db) =>
  db.selectFrom('o').select([
    'o.id',
    'o.prise' as 'o.price', // FS152 base
  ]),
)
const over = layer('over', 'Over.', { base }, (db) => db.selectFrom('base').selectAll('base'))
  .columns((eb) => ({ more: column('More.', eb('price', '+', 1)) }))
export const v1 = view('s.v1', 'V.', { over }, (db) => db.selectFrom('over').select(['over.id', 'over.more']))
export const v2 = view('s.v2', 'V.', { over }, (db) => db.selectFrom('over').selectAll('over'))
export const v3 = view('s.v3', 'V.', { v1 }, (db) => db.selectFrom('v1').select('v1.more'))
export const v4 = view('s.v4', 'V.', { v2 }, (db) => db.selectFrom('v2').select('v2.price'))
export const v5 = view('s.v5', 'V.', { base }, (db) => db.selectFrom('base').select('base.price').where('base.price', '>', 1))
`,
    '',
  ],
  [
    'a misspelled column that later steps and an aggregate use',
    `
const steps = layer('steps', 'Steps.', { o: offers }, (db) => db.selectFrom('o').selectAll('o'))
  .columns((eb) => ({
    twice: column('Twice.', eb('prize' as 'price', '*', 2)), // FS152 steps.twice
  }))
  .columns((eb) => ({ four: column('Four times.', eb('twice', '*', 2)) }))
const per = aggregate('per', 'Per.', { of: steps, by: ['shop'] }, (eb) => ({ most: column('Most.', maxWhere(eb.ref('four'))) }))
export const v1 = view('s.v1', 'V.', { o: offers, per }, (db) =>
  db.selectFrom('o').innerJoin('per', 'per.shop', 'o.shop').select(['o.id', 'per.most']),
)
`,
    '',
  ],
  [
    'a misspelled input, whose columns the query uses',
    `
const base = layer('base', 'Base.', { o: offers }, (db) =>
  db
    .selectFrom('p' as 'o') // FS167 base
    .select(['o.id', 'o.price'])
    .where('o.price', '>', 1),
)
export const v1 = view('s.v1', 'V.', { base }, (db) => db.selectFrom('base').select(['base.id', 'base.price']))
`,
    '',
  ],
  [
    'a misspelled input of a join',
    `
export const v1 = view('s.v1', 'V.', { o: offers, p: offers }, (db) =>
  db
    .selectFrom('o')
    .innerJoin('q as p' as 'p', 'p.id', 'o.id') // FS167 s.v1
    .select(['o.id', 'p.price']),
)
`,
    '',
  ],
  [
    'a source that Postgres refuses, and all that reads it',
    `
const bad = source('s.bad', 'Bad.', { key: ['id'], columns: { id: integer('Id.'), mood: sqlType<string>('no_such_type', 'Mood.') } }) // FS201 s.bad
const base = layer('base', 'Base.', { bad, o: offers }, (db) =>
  db.selectFrom('bad').innerJoin('o', 'o.id', 'bad.id').select(['o.id', 'bad.mood']),
)
export const v1 = view('s.v1', 'V.', { base }, (db) => db.selectFrom('base').selectAll('base'))
export const v2 = view('s.v2', 'V.', { v1 }, (db) => db.selectFrom('v1').selectAll('v1'))
export const v3 = view('s.v3', 'V.', { o: offers }, (db) => db.selectFrom('o').select('o.id'))
`,
    '',
  ],
  [
    'a type that Postgres refuses, the source of it and its readers',
    `
const mood = domainType('s.mood', { base: integer, check: 'no_such_function(VALUE)' }) // FS205 s.mood
const moods = source('s.moods', 'Moods.', { key: ['id'], columns: { id: integer('Id.'), mood: mood('Mood.') } })
export const v1 = view('s.v1', 'V.', { moods }, (db) => db.selectFrom('moods').selectAll('moods'))
`,
    '',
  ],
  [
    'a layer that Postgres refuses in each view that it is nested into',
    `
const base = layer('base', 'Base.', { o: offers }, (db) => db.selectFrom('o').selectAll('o')).columns((eb) => ({
  bad: column('Bad.', sql<number>\`\${eb.ref('day')} * 2\`), // FS202 base.bad
}))
export const v1 = view('s.v1', 'V.', { base }, (db) => db.selectFrom('base').select(['base.id', 'base.bad']))
export const v2 = view('s.v2', 'V.', { base }, (db) => db.selectFrom('base').select(['base.bad', 'base.shop']))
export const v3 = view('s.v3', 'V.', { v1 }, (db) => db.selectFrom('v1').select('v1.bad'))
`,
    '',
  ],
  [
    'a certified view that is itself wrong',
    `
const base = layer('base', 'Base.', { o: offers }, (db) => db.selectFrom('o').select(['o.id', 'o.price'])).columns((eb) => ({
  day: column('Day.', eb.ref('dey' as 'id')), // FS152 base.day
}))
export const v1 = view('s.v1', 'V.', { base }, (db) => db.selectFrom('base').select(['base.id', 'base.day', 'base.price']))
`,
    entry,
  ],
  [
    'a leak in a layer of every certified view',
    `
const base = layer('base', 'Base.', { o: offers }, (db) =>
  db
    .selectFrom('o')
    .selectAll('o')
    .where(sql<boolean>\`o.day < now() at time zone 'UTC'\`), // FS211 base
)
const rows = layer('rows', 'Rows.', { base }, (db) => db.selectFrom('base').select(['base.id', 'base.shop']))
export const v0 = view('s.v0', 'V.', { base }, (db) => db.selectFrom('base').select(['base.id', 'base.shop']))
export const v1 = view('s.v1', 'V.', { base, v0, rows }, (db) =>
  db.selectFrom('base').innerJoin('v0', 'v0.id', 'base.id').innerJoin('rows', 'rows.id', 'v0.id').select(['base.id', 'base.day', 'v0.shop']),
)
`,
    entry,
  ],
])('%s', async (_, body, config) => {
  const project = files(body, config)
  // What the guarded view hands on of the T0 is another matter.
  const found = (await faultsOf(project)).filter(({ code }) => code !== 'FS221')
  expect(said(found).toSorted()).toEqual(markedIn(project).toSorted())
})
