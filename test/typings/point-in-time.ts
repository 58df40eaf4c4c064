/**
 * What must not compile of the point-in-time helpers. `npm run typecheck` fails when one of these lines stops being an
 * error.
 */
import { expectTypeOf } from 'expect-type'
import {
  asOf,
  certification,
  column,
  countRows,
  dayOf,
  endOfDay,
  guarded,
  integer,
  isKnown,
  knownBy,
  label,
  type Label,
  layer,
  maxWhere,
  modeOf,
  nullable,
  overFrame,
  percentile,
  type RowOf,
  sortedValues,
  source,
  text,
  timestamptz,
  timeWindow,
  view,
} from 'fusion-store'

const orders = source('up.orders', 'Orders.', {
  key: ['id'],
  columns: {
    id: integer('Order.'),
    item: text('Item.'),
    ordered_at: nullable(timestamptz('T0.')),
    complete_to: timestamptz('Complete up to here.'),
  },
})
const prices = source('up.prices', 'Prices.', {
  key: ['item', 'at'],
  columns: {
    item: text('Item.'),
    at: timestamptz('From when on.'),
    recorded_at: nullable(timestamptz('When it was recorded.')),
    price: integer('Price.'),
  },
})

const choice = {
  onto: orders,
  of: prices,
  key: { item: 'item' },
  at: 'at',
  t0: 'ordered_at',
  tie: {},
} as const
const window = { onto: orders, of: prices, key: { item: 'item' }, at: 'at', t0: 'ordered_at' } as const

const priced = asOf('priced', 'Priced.', { ...choice, bound: '<' }, (eb) => ({
  price: column('Price.', eb.ref('price')),
}))
expectTypeOf<RowOf<typeof priced>['found']>().toEqualTypeOf<boolean>()
expectTypeOf<RowOf<typeof priced>['price']>().toEqualTypeOf<number | null>()
expectTypeOf<RowOf<typeof priced>['ordered_at']>().toEqualTypeOf<Date | null>()
const named = asOf('named', 'N.', { ...choice, bound: '<', found: 'price_found' }, () => ({}))
expectTypeOf<keyof RowOf<typeof named>>().toEqualTypeOf<keyof RowOf<typeof orders> | 'price_found'>()

// A bound is demanded, and is one of two.
// @ts-expect-error no bound
asOf('a', 'A.', choice, () => ({}))
// @ts-expect-error no such bound
asOf('a', 'A.', { ...choice, bound: '=' }, () => ({}))
// A tie is demanded, of columns of the facts.
// @ts-expect-error no tie
asOf('a', 'A.', { ...window, bound: '<' }, () => ({}))
// @ts-expect-error no such column
asOf('a', 'A.', { ...choice, bound: '<', tie: { id: 'asc' } }, () => ({}))
// A key of columns that can be equal.
// @ts-expect-error id is a number and item a text
asOf('a', 'A.', { ...choice, bound: '<', key: { item: 'id' } }, () => ({}))
// Times are times.
// @ts-expect-error price is a number
asOf('a', 'A.', { ...choice, bound: '<', at: 'price' }, () => ({}))
// @ts-expect-error id is a number
asOf('a', 'A.', { ...choice, bound: '<', t0: 'id' }, () => ({}))
// @ts-expect-error of the facts, not of the left row
asOf('a', 'A.', { ...choice, bound: '<', knownAt: 'complete_to' }, () => ({}))
// Months and years have no fixed length.
// @ts-expect-error a month is not a duration
asOf('a', 'A.', { ...choice, bound: '<', within: '1 month' }, () => ({}))
asOf('a', 'A.', { ...choice, bound: '<' }, (eb) => ({
  // @ts-expect-error misspelled
  x: column('X.', eb.ref('prize')),
}))

const sold = timeWindow('sold', 'Sold.', { ...window, length: '30 days' }, (eb) => ({
  n: column('Number.', countRows()),
  best: column('Best.', maxWhere(eb.ref('fact.price'), eb('fact.item', '=', eb.ref('base.item')))),
  median: column('Median.', percentile(0.5, eb.ref('price'))),
  all_prices: column('Prices.', sortedValues(eb.ref('price'))),
})).columns((eb) => ({ often: column('Most frequent.', modeOf(eb.ref('all_prices'))) }))
expectTypeOf<RowOf<typeof sold>['n']>().toEqualTypeOf<number>()
expectTypeOf<RowOf<typeof sold>['median']>().toEqualTypeOf<number | null>()
expectTypeOf<RowOf<typeof sold>['often']>().toEqualTypeOf<number | null>()
// @ts-expect-error no length
timeWindow('w', 'W.', window, () => ({ n: column('N.', countRows()) }))
// @ts-expect-error no such bounds
timeWindow('w', 'W.', { ...window, length: '1 day', bounds: '[]' }, () => ({ n: column('N.', countRows()) }))

sold.columns((eb) => ({
  day: column('Day.', dayOf(eb.ref('ordered_at'), 'UTC')),
  // @ts-expect-error no zone
  zoneless: column('Day.', dayOf(eb.ref('ordered_at'))),
  // @ts-expect-error not a time
  end: column('End.', endOfDay(eb.ref('n'), 'UTC')),
  mean: column('Mean.', overFrame(eb.fn.avg('n'), { rows: ['3 preceding', 'current row'] })),
  // @ts-expect-error ROWS count and do not measure time
  timed: column('Mean.', overFrame(eb.fn.avg('n'), { rows: ['3 days preceding', 'current row'] })),
  // @ts-expect-error an order has a direction
  loose: column('Mean.', overFrame(eb.fn.avg('n'), { orderBy: [{ by: eb.ref('id') }] })),
}))

layer('known', 'Known.', { p: prices }, (db) =>
  knownBy(db.selectFrom('p').selectAll('p'), 'p.recorded_at', new Date(0)),
)
layer('known', 'Known.', { p: prices }, (db) =>
  // @ts-expect-error price is a number
  knownBy(db.selectFrom('p').selectAll('p'), 'p.price', new Date(0)),
)

// Labels.
const came = label(
  'came',
  'Came.',
  {
    onto: sold,
    of: prices,
    key: { item: 'item' },
    at: 'at',
    after: 'ordered_at',
    horizon: '30 days',
    matureBy: 'complete_to',
  },
  (eb) => ({ later: column('Later.', countRows()), next_at: column('Next.', eb.fn.min('at')) }),
)
expectTypeOf<RowOf<typeof came>['later']>().toEqualTypeOf<Label<number> | null>()
expectTypeOf<RowOf<typeof came>['n']>().toEqualTypeOf<number>()
// A label can be read as what it is: a number.
came.columns((eb) => ({ known: column('Known.', isKnown(eb.ref('later'))) }))

// A window over a label, or by its time.
// @ts-expect-error the facts have labels
timeWindow('w', 'W.', { ...window, of: came, at: 'ordered_at', length: '1 day' }, () => ({
  n: column('N.', countRows()),
}))
// @ts-expect-error the facts have labels
asOf('a', 'A.', { ...choice, of: came, at: 'ordered_at', bound: '<' }, () => ({}))
// @ts-expect-error the T0 would be a label
asOf('a', 'A.', { ...choice, onto: came, t0: 'next_at', bound: '<' }, () => ({}))
const byLabel = { ...choice, onto: came, of: orders, at: 'ordered_at', bound: '<' } as const
// @ts-expect-error the key would be a label
asOf('a', 'A.', { ...byLabel, key: { id: 'later' } }, () => ({}))
asOf('a', 'A.', { ...byLabel, key: { id: 'id' } }, () => ({}))
// A label may be passed on beside features.
timeWindow('w', 'W.', { ...window, onto: came, length: '1 day' }, () => ({ more: column('N.', countRows()) }))

// A certification.
const features = view('ml.features', 'Features.', { s: sold }, (db) => db.selectFrom('s').selectAll('s'))
const labelled = view('ml.labelled', 'Labelled.', { c: came }, (db) => db.selectFrom('c').selectAll('c'))
const train = guarded('ml.train', 'Train.', features, { entrypoint: features, key: ['id'], maxAge: '1 day' })
// @ts-expect-error trainers would read a label as a feature
guarded('ml.train', 'Train.', labelled, { entrypoint: features, key: ['id'], maxAge: '1 day' })
const certified = { t0: 'ordered_at', key: ['id'], guarded: train, invariants: () => ({}) } as const
certification({ ...certified, entrypoint: features, checked: features })
// @ts-expect-error a label in the entrypoint
certification({ ...certified, entrypoint: labelled, checked: features })
// @ts-expect-error a label in what is checked
certification({ ...certified, entrypoint: features, checked: labelled })
