import { afterAll, beforeAll, expect, it } from 'vitest'
import { projectFolder, type ProjectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'

const HEAD = `
import * as store from 'fusion-store'
const { asOf, certification, column, countRows, countWhere, dayOf, defineProject, endOfDay, guarded, integer, label, layer } = store
const { maxWhere, modeOf, nullable, overFrame, percentile, published, sortedValues, source, timestamptz, timeWindow, view } = store

const orders = source('shop.orders', 'Orders.', {
  key: ['id'],
  columns: { id: integer('Order.'), item_id: integer('Item.'), ordered_at: timestamptz('T0.') },
})
const prices = source('shop.prices', 'Prices.', {
  key: ['price_id'],
  columns: {
    price_id: integer('Price.'),
    item_id: integer('Item.'),
    priced_at: timestamptz('From when on.'),
    price: nullable(integer('Price.')),
  },
})
const settings = { onto: orders, key: { item_id: 'item_id' }, at: 'priced_at', t0: 'ordered_at', bound: '<' }
const price = (eb) => ({ price: column('Price.', eb.ref('price')) })
const read = (of) => view('ml.v_' + of.declaration.name, 'Reads.', { of }, (db) => db.selectFrom('of').select(['of.id', 'of.price']))
`

let folder: ProjectFolder
beforeAll(() => {
  folder = projectFolder()
})
afterAll(() => folder.remove())

const build = (config: string) => {
  folder.write('fusion.config.ts', HEAD + config)
  return runCli(['build', '--project', folder.dir], folder.env)
}

it('asOf is refused where several facts may be the latest, at its line, also where nothing is certified', async () => {
  const config = `
const loose = asOf('loose', 'No tie.', { ...settings, of: prices, tie: {} }, price)
const same = asOf('same', 'A tie that does not show.', { ...settings, of: prices, tie: { price: 'asc' } }, price)
const flag = asOf('flag', 'Only whether there is one.', { ...settings, of: prices, tie: {} }, (eb) => ({ price: column('C.', eb.lit(1)) }))
const pairs = layer('pairs', 'Pairs.', { p: prices, q: prices }, (db) =>
  db.selectFrom('p').innerJoin('q', 'q.item_id', 'p.item_id').selectAll('p').select('q.price as other'),
)
const twice = asOf('twice', 'A join that doubles.', { ...settings, of: pairs, tie: { price_id: 'asc' } }, price)
const all = asOf('whole', 'Of another item as well.', { ...settings, of: prices, key: {}, tie: { item_id: 'asc' } }, price)
const again = view('ml.v_again', 'Reads it again.', { l: loose }, (db) => db.selectFrom('l').select(['l.id', 'l.price']))
export default defineProject({ name: 'bad', sql: { '01.sql': [loose, same, flag, twice, all].map(read).concat(again) } })
`
  const { code, stderr } = await build(config)
  expect(code).toBe(1)
  const lines = (HEAD + config).split('\n')
  const lineOf = (name: string): number => lines.findIndex((line) => line.includes(`asOf('${name}'`)) + 1
  const places = stderr.match(/^fusion\.config\.ts:\d+ FS\d+/gm) ?? []
  expect(places, stderr).toEqual(
    ['loose', 'same', 'flag', 'twice', 'whole'].map((name) => `fusion.config.ts:${lineOf(name)} FS231`),
  )
})

it('asOf is accepted over keys, groups, filters, joins, views and other choices; and a store of it is certified', async () => {
  const config = `
const grouped = layer('grouped', 'The highest price of an instant.', { p: prices }, (db) =>
  db.selectFrom('p').groupBy(['p.item_id', 'p.priced_at']).select((eb) => ['p.item_id', 'p.priced_at', eb.fn.max('p.price').as('price')]),
)
const keyed = asOf('keyed', 'By the key.', { ...settings, of: prices, tie: { price_id: 'desc' } }, price)
const some = layer('cheap', 'Cheap ones with their order.', { p: prices, o: orders }, (db) =>
  db.selectFrom('p').leftJoin('o', 'o.id', 'p.item_id').where('p.price', '<', 9).selectAll('p').select('o.ordered_at'),
)
const filtered = asOf('filtered', 'Filtered and joined.', { ...settings, of: some, tie: { price_id: 'asc' } }, price)
const ofGroups = asOf('of_groups', 'Groups.', { ...settings, of: grouped, tie: {} }, price)
const numbered = view('ml.v_numbered', 'Prices with their place.', { p: prices }, (db) =>
  db.selectFrom('p').selectAll('p')).columns((eb) => ({
    place: column('Place.', overFrame(eb.fn.agg('row_number', []), {
      partitionBy: [eb.ref('item_id'), eb.ref('priced_at')], orderBy: [{ by: eb.ref('price_id'), direction: 'asc' }],
    })),
  }))
const ofView = asOf('of_view', 'A view.', { ...settings, of: published('ml.v_numbered'), tie: { place: 'desc' } }, price)
const ofChoices = asOf('of_choices', 'Facts that were chosen.', {
  onto: orders, key: { item_id: 'item_id' }, at: 'ordered_at', t0: 'ordered_at', bound: '<', of: keyed, tie: { id: 'asc' },
}, price)
const windowed = timeWindow('windowed', 'All helpers.', { onto: keyed, of: prices, key: { item_id: 'item_id' }, at: 'priced_at', t0: 'ordered_at', length: '30 days', lag: '1 day' }, (eb) => ({
  n: column('Prices.', countRows()),
  higher: column('Higher ones.', countWhere(eb('fact.price', '>', eb.ref('base.price')))),
  median: column('Median.', percentile(0.5, eb.ref('fact.price'))),
  all_prices: column('All of them.', sortedValues(eb.ref('fact.price'))),
})).columns((eb) => ({ often: column('Most frequent.', modeOf(eb.ref('all_prices'))) }))
const whole = view('ml.v_whole', 'Features.', { w: windowed }, (db) => db.selectFrom('w').selectAll('w')).columns((eb) => ({
  late: column('Whether its UTC day ends first.', eb(endOfDay(eb.ref('ordered_at'), 'UTC'), '<', endOfDay(eb.ref('ordered_at'), 'Europe/Oslo'))),
  weekend: column('Whether its day is a Sunday.', eb(eb.fn('date_part', [eb.val('dow'), dayOf(eb.ref('ordered_at'), 'UTC')]), '=', 0)),
  before_cnt: column('Orders of its item before.', overFrame(eb.fn.countAll(), {
    partitionBy: [eb.ref('item_id')], orderBy: [{ by: eb.ref('ordered_at'), direction: 'asc' }],
    range: ['30 days preceding', 'current row'], exclude: 'group',
  })),
}))
const train = guarded('ml.train', 'Guarded.', whole, { entrypoint: whole, key: ['id'], maxAge: '24 hours' })
const came = label('came', 'What came.', { onto: orders, of: prices, key: { item_id: 'item_id' }, at: 'priced_at', after: 'ordered_at', horizon: '30 days', matureBy: 'ordered_at' }, () => ({ n: column('Prices.', countRows()) }))
const labels = view('ml.v_labels', 'Labels, not certified.', { c: came }, (db) => db.selectFrom('c').select(['c.id', 'c.mature', 'c.n']))
export default defineProject({
  name: 'good',
  sql: { '01.sql': [numbered, ...[keyed, filtered, ofGroups, ofView, ofChoices].map(read), whole, train, labels] },
  certification: certification({
    entrypoint: whole, t0: 'ordered_at', key: ['id'], guarded: train, checked: whole,
    t0Features: { late: 'Orders at night are cheaper.', weekend: 'Orders on Sundays are cheaper.' }, moments: { ordered_at: 'Trainers join on it.' },
    invariants: (eb) => ({ counted: column('Counts are counts.', eb('n', '>=', 0)) }),
  }),
})
`
  const { code, stdout, stderr } = await build(config)
  expect(code, stderr).toBe(0)
  // The key of the left rows is that of the result.
  expect(stdout + stderr).not.toContain('FS227')
})
