import { expect, test } from 'vitest'
import { faultsOf, markedIn, said } from './marked-project.js'

const sources = `import { bigint, column, integer, source, text, timestamptz } from 'fusion-store'
export { column }
export const offers = source('s.offers', 'Offers.', {
  key: ['id'],
  columns: { id: integer('Id.'), shop: integer('Shop.'), price: integer('Price.'), seen: timestamptz('Seen.'), note: text('Note.', { nullable: true }) },
})
export const shops = source('s.shops', 'Shops.', {
  key: ['id'],
  columns: { id: integer('Id.'), opened: timestamptz('Opened.') },
})
`

const certify = (
  file: string,
): string => `import { certification, defineProject, guarded } from 'fusion-store'
import { entry } from './views/${file}.js'
const train = guarded('s.train', 'Guarded.', entry, { entrypoint: entry, key: ['id'], maxAge: '1 day' })
export default defineProject({
  name: 'places',
  sql: { '01_views.sql': [entry, train] },
  certification: certification({ entrypoint: entry, t0: 'seen', key: ['id'], guarded: train, checked: entry, invariants: () => ({}) }),
})
`

const project = (body: string): Readonly<Record<string, string>> => ({
  'fusion.config.ts': certify('features'),
  'views/sources.ts': sources,
  'views/features.ts': `import { aggregate, column, countRows, countWhere, layer, maxWhere, view } from 'fusion-store'
import { sql } from 'kysely'
import { offers, shops } from './sources.js'
${body}`,
})

test.each([
  [
    'steps of two layers with columns of one name',
    `
const near = layer('near', 'Near.', { o: offers }, (db) => db.selectFrom('o').selectAll('o')).columns((eb) => ({
  day: column('Its day.', sql<number>\`extract(day from \${eb.ref('seen')})::integer\`), // FS217 near.day
}))
const far = layer('far', 'Far.', { o: offers }, (db) => db.selectFrom('o').select(['o.id', 'o.price'])).columns((eb) => ({
  day: column('A number.', eb('price', '*', 2)),
}))
const third = layer('third', 'Third.', { o: offers }, (db) => db.selectFrom('o').select(['o.id', 'o.seen'])).columns((eb) => ({
  other: column('No clock.', eb.ref('id')),
  day: column('A clock.', sql<number>\`extract(day from now() at time zone 'UTC')::integer\`), // FS211 third.day
}))
export const entry = view('s.entry', 'Entry.', { near, far, third }, (db) =>
  db.selectFrom('near').innerJoin('far', 'far.id', 'near.id').innerJoin('third', 'third.id', 'near.id')
    .select(['near.id', 'near.seen', 'near.day as a', 'far.day as b', 'third.day as c']))
  .describe({ id: 'Id.', seen: 'Seen.', a: 'A.', b: 'B.', c: 'C.' })
`,
  ],
  [
    'conditions of WHERE, joins, ORDER BY, GROUP BY and HAVING',
    `
const recent = layer('recent', 'Recent.', { o: offers, s: shops }, (db) =>
  db
    .selectFrom('o')
    .innerJoin('s', (join) => join.onRef('s.id', '=', 'o.shop').on(sql<boolean>\`s.opened < now()\`)) // FS211 recent
    .selectAll('o')
    .where('o.price', '>', 1)
    .where(sql<boolean>\`o.seen::date > '2020-01-01'\`) // FS217 recent
    .where((eb) => eb.or([eb('o.price', '>', 3), sql<boolean>\`random() > 0.5\`])), // FS213 recent
)
const grouped = layer('grouped', 'Grouped.', { o: offers }, (db) =>
  db
    .selectFrom('o')
    .select((eb) => ['o.shop', eb.fn.countAll<number>().as('n')])
    .groupBy('o.shop')
    .groupBy(sql\`o.seen::date\`) // FS217 grouped
    .having(sql<boolean>\`max(o.seen) > clock_timestamp()\`) // FS211 grouped
    .orderBy(sql\`max(to_char(o.seen, 'YYYY'))\`), // FS217 grouped
)
export const entry = view('s.entry', 'Entry.', { recent, grouped }, (db) =>
  db
    .selectFrom('recent')
    .innerJoin('grouped', 'grouped.shop', 'recent.shop')
    .select(['recent.id', 'recent.seen', 'grouped.n'])
    .where(sql<boolean>\`recent.seen < statement_timestamp()\`), // FS211 s.entry
).describe({ id: 'Id.', seen: 'Seen.', n: 'N.' })
`,
  ],
  [
    'columns that a query selects itself, each on its own line',
    `
const picked = layer('picked', 'Picked.', { o: offers }, (db) =>
  db.selectFrom('o').select((eb) => [
    'o.id',
    'o.seen',
    sql<number>\`(o.price + extract(hour from now() at time zone 'UTC'))::integer\`.as('one'), // FS211 picked.one
    eb('o.price', '+', 1).as('two'),
    eb.selectFrom('o as p').select(sql<number>\`count(*) filter (where p.seen < now())\`.as('n')).whereRef('p.shop', '=', 'o.shop').as('three'), // FS211 picked.three
    sql<string>\`o.seen::text\`.as('four'), // FS217 picked.four
  ]),
)
export const entry = view('s.entry', 'Entry.', { picked }, (db) => db.selectFrom('picked').selectAll('picked'))
  .describe({ id: 'Id.', seen: 'Seen.', one: 'One.', two: 'Two.', three: 'Three.', four: 'Four.' })
`,
  ],
  [
    'aggregates that share a visit, and one that is grouped',
    `
const rows = layer('rows', 'Rows.', { o: offers }, (db) => db.selectFrom('o').selectAll('o')).once((eb) => ({
  fresh: column('Fresh.', sql<boolean>\`\${eb.ref('seen')} > now()\`), // FS211 rows.fresh
}))
const first = aggregate('first', 'First.', { of: rows, by: ['shop'] }, (eb) => ({
  n: column('N.', countRows()),
  day: column('Last.', sql<number>\`max(extract(day from \${eb.ref('seen')}))::integer\`), // FS217 first.day
}))
const second = aggregate('second', 'Second.', { of: rows, by: ['shop'] }, (eb) => ({
  m: column('M.', countWhere(sql<boolean>\`random() < 0.5\`)), // FS213 second.m
}))
const odd = aggregate('odd', 'Odd.', { of: offers, by: ['price'] }, (eb) => ({
  k: column('K.', sql<number>\`count(*) filter (where \${eb.ref('seen')} < current_timestamp)\`), // FS211 odd.k
}))
export const entry = view('s.entry', 'Entry.', { o: offers, first, second, odd }, (db) =>
  db
    .selectFrom('o')
    .innerJoin('first', 'first.shop', 'o.shop')
    .innerJoin('second', 'second.shop', 'o.shop')
    .innerJoin('odd', (join) => join.on('odd.price', '=', sql<number>\`o.price + 1\`))
    .select(['o.id', 'o.seen', 'first.n', 'first.day', 'second.m', 'odd.k']),
).describe({ id: 'Id.', seen: 'Seen.' })
`,
  ],
])('%s', async (_, body) => {
  const files = project(body)
  // What an output carries is judged beside what its expressions do.
  const faults = await faultsOf(files)
  expect(await faultsOf(files, 'native')).toEqual(faults)
  const found = faults.filter(({ code }) => !['FS221', 'FS222'].includes(code))
  expect(said(found).toSorted()).toEqual(markedIn(files).toSorted())
  for (const { excerpt = '' } of found) expect(excerpt.length).toBeLessThanOrEqual(100)
})
