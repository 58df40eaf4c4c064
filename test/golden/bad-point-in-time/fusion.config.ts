import {
  asOf,
  certification,
  column,
  countRows,
  date,
  dayOf,
  defineProject,
  endOfDay,
  guarded,
  integer,
  knownBy,
  label,
  layer,
  overFrame,
  percentile,
  source,
  sqlType,
  timestamptz,
  timeWindow,
  view,
} from 'fusion-store'

const orders = source('shop.orders', 'Orders.', {
  key: ['id'],
  columns: {
    id: integer('Order.'),
    item_id: integer('Item.'),
    ordered_at: timestamptz('When it was ordered.'),
    complete_to: timestamptz('Sales are complete up to here.'),
  },
})
const prices = source('shop.prices', 'Prices.', {
  key: ['item_id', 'priced_at'],
  columns: { item_id: integer('Item.'), priced_at: timestamptz('From when on.'), price: integer('Price.') },
})

const settings = {
  onto: orders,
  of: prices,
  key: { item_id: 'item_id' },
  at: 'priced_at',
  t0: 'ordered_at',
} as const

// Settings that JavaScript lets through.
const unbound = asOf('unbound', 'No bound, no tie.', { ...settings } as never, () => ({}))
const odd = asOf(
  'odd',
  'Odd settings.',
  { ...settings, key: ['item_id'], bound: '=', tie: { price: 'up' }, within: '1 month', found: '' } as never,
  () => ({}),
)
const long = timeWindow(
  'long',
  'A window without a length.',
  { ...settings, at: undefined, length: '0 days', lag: '-1 days', bounds: '[]', knownAt: 1 } as never,
  () => ({ n: column('Facts.', countRows()) }),
)
const early = label(
  'early',
  'A label without an end.',
  { ...settings, after: 'ordered_at', horizon: '2.5 days', mature: null } as never,
  () => ({ n: column('Facts.', countRows()) }),
)
const noColumns = timeWindow('no_columns', 'Computes nothing.', { ...settings, length: '1 day' }, () => ({}))

// Columns.
const wrong = asOf('wrong', 'Wrong columns.', { ...settings, bound: '<', tie: {} }, (eb) => ({
  highest: column('An aggregate.', eb.fn.max('price')),
  misspelled: column('Misspelled.', eb.ref('prize' as 'price')),
  item_id: column('Of the left row.', eb.ref('fact.item_id')),
}))
const bare = timeWindow('bare', 'No aggregate.', { ...settings, length: '1 day' }, (eb) => ({
  price: column('Of which fact?', eb.ref('price')),
  fine: column('Of the left row.', eb(eb.fn.max('fact.item_id'), '>', eb.ref('base.id'))),
}))
const unknown = asOf(
  'unknown',
  'Unknown columns.',
  { ...settings, t0: 'ordered', bound: '<', tie: { revision: 'desc' }, knownAt: 'recorded_at' } as never,
  () => ({}),
)
const closed = source('shop.closed', 'Days on which an item cannot be ordered.', {
  key: ['item_id', 'day'],
  columns: {
    item_id: integer('Item.'),
    day: date('Day.'),
    recorded_at: sqlType<Date>('timestamp', 'When it was recorded.'),
  },
})
const closedOnes = layer('closed_ones', 'Closed ones.', { c: closed }, (db) =>
  db.selectFrom('c').selectAll('c'),
)
const mixed = asOf(
  'mixed',
  'A day and a time.',
  { ...settings, of: closedOnes, at: 'day', bound: '<', tie: {}, knownAt: 'recorded_at' },
  () => ({}),
)
const settingsOfColumns = layer('of_columns', 'Settings of columns.', { o: orders }, (db) =>
  db.selectFrom('o').selectAll('o'),
)
const noZone = settingsOfColumns.columns((eb) => ({
  day: column('A day.', dayOf(eb.ref('ordered_at'), undefined as never)),
}))
const offset = settingsOfColumns.columns((eb) => ({
  day: column('A day.', endOfDay(eb.ref('ordered_at'), '+01:00')),
}))
const noFrame = settingsOfColumns.columns((eb) => ({
  n: column('N.', overFrame(eb.fn.countAll(), { rows: ['30 days preceding' as never, 'current row'] })),
}))
const both = settingsOfColumns.columns((eb) => ({
  n: column(
    'N.',
    overFrame(eb.fn.countAll(), {
      rows: ['1 preceding', 'current row'],
      range: ['unbounded preceding', 'current row'],
    }),
  ),
}))
const noCall = settingsOfColumns.columns((eb) => ({ n: column('N.', overFrame(eb.ref('id'), {})) }))
const percent = settingsOfColumns.columns((eb) => ({ n: column('N.', percentile(50, eb.ref('id'))) }))
const cutoff = layer('cutoff', 'No cutoff.', { o: orders }, (db) =>
  knownBy(db.selectFrom('o').selectAll('o'), 'o.ordered_at', undefined as never),
)

// Labels among the features.
const sold = label(
  'sold',
  'A label.',
  { ...settings, after: 'ordered_at', horizon: '30 days', matureBy: 'complete_to', mature: 'ripe' },
  (eb) => ({
    sold_cnt: column('Sales.', countRows()),
    sold_at: column('First one.', eb.fn.min('priced_at')),
  }),
)
const ofLabels = layer('of_labels', 'Labels.', { s: sold }, (db) =>
  db.selectFrom('s').select(['s.id', 's.item_id', 's.ordered_at as priced_at', 's.sold_cnt as cnt']),
)
const fromFuture = timeWindow(
  'from_future',
  'Counts what will be sold.',
  { ...settings, of: ofLabels, length: '1 day' } as never,
  () => ({ n: column('Facts.', countRows()) }),
)
const byFuture = asOf(
  'by_future',
  'Chooses by what will be sold.',
  { ...settings, onto: sold, t0: 'sold_at', bound: '<', tie: {} } as never,
  (eb) => ({ more: column('More.', eb('price', '>', eb.ref('base.sold_cnt' as 'base.id'))) }),
)
const passedOn = timeWindow(
  'passed_on',
  'A label may be beside features.',
  { ...settings, onto: sold, length: '1 day' },
  () => ({ n: column('Facts.', countRows()) }),
)

const entrypoint = view('ml.entry', 'Entrypoint.', { p: passedOn }, (db) =>
  db.selectFrom('p').select(['p.id', 'p.ordered_at', 'p.n']),
)
const train = guarded('ml.train', 'Guarded.', entrypoint, { entrypoint, key: ['id'], maxAge: '24 hours' })

const reader = (of: never, at: number) =>
  view(`ml.v_${at}`, 'Reads.', { of }, (db: never) =>
    (db as never as Reader).selectFrom('of').selectAll('of'),
  )
interface Reader {
  selectFrom(name: 'of'): { selectAll(name: 'of'): never }
}

export default defineProject({
  name: 'bad_point_in_time',
  sql: {
    '01.sql': [
      ...[
        unbound,
        odd,
        long,
        early,
        noColumns,
        wrong,
        bare,
        unknown,
        mixed,
        noZone,
        offset,
        noFrame,
        both,
        noCall,
        percent,
        cutoff,
        fromFuture,
        byFuture,
      ].map((of, at) => reader(of as never, at)),
      entrypoint,
      train,
    ] as never,
  },
  certification: certification({
    entrypoint,
    t0: 'ordered_at',
    key: ['id'],
    guarded: train,
    checked: entrypoint,
    invariants: (eb) => ({ known: column('Known.', eb('n', '>=', 0)) }),
  }),
})
