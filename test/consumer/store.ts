/**
 * A project that emits declarations: the types of all its exports are inferred, so the compiler has to write each of
 * them down by names that `fusion-store` exports.
 */
import {
  aggregate,
  bigint,
  boolean,
  certification,
  column,
  countRows,
  date,
  defineProject,
  double,
  guarded,
  integer,
  isKnown,
  jsonb,
  jsonMember,
  jsonText,
  layer,
  maxWhere,
  nullable,
  numeric,
  published,
  source,
  sqlType,
  text,
  timestamptz,
  view,
} from 'fusion-store'
import { features } from 'fusion-store/features'

export const columns = {
  key: integer('Key.'),
  big: bigint('A big number.'),
  flag: boolean('A flag.'),
  day: date('A day.'),
  real: double('A real number.'),
  exact: numeric('An exact number.'),
  texts: sqlType<string[]>('text[]', 'Texts.'),
  text: nullable(text('A text.')),
}
export const offers = source('s.offers', 'Offers.', {
  key: ['id'],
  columns: {
    id: integer('Key.'),
    shop: integer('Shop.'),
    price: nullable(integer('Price.')),
    flags: jsonb('Flags.'),
    made: timestamptz('When.'),
  },
})
export const rows = layer('rows', 'Rows.', { o: offers }, (db) => db.selectFrom('o').selectAll('o')).columns(
  (eb) => ({
    cheap: column('Whether it is cheap.', eb('price', '<', 100)),
    label: column('A text of the flags.', jsonText(eb.ref('flags'), 'label')),
    inner: column('JSON in the flags.', jsonMember(eb.ref('flags'), 'inner')),
  }),
)
export const perShop = aggregate('per_shop', 'Shop.', { of: rows, by: ['shop'] }, (eb) => ({
  n: column('Offers.', countRows()),
  top: column('The dearest.', maxWhere(eb.ref('price'), isKnown(eb.ref('price')))),
}))
export const shop = view('s.v', 'View.', { r: rows, p: perShop }, (db) =>
  db
    .selectFrom('r')
    .innerJoin('p', 'p.shop', 'r.shop')
    .select(['r.id', 'r.price', 'r.cheap', 'r.made', 'p.n', 'p.top']),
)
  .once((eb) => ({ twice: column('Twice.', eb('n', '*', 2)) }))
  .describe({ id: 'Key.' })
export const again = published<{ readonly id: number; readonly made: Date }>('s.v')
export const train = guarded('s.train', 'Train.', shop, {
  entrypoint: shop,
  key: ['id'],
  maxAge: '1 day',
})
export const certified = certification({
  entrypoint: shop,
  t0: 'made',
  key: ['id'],
  guarded: train,
  checked: shop,
  invariants: (eb) => ({ known: column('Known.', eb('id', 'is not', null)) }),
})
export const list = features<{ readonly id: number; readonly price: number | null }>()({
  id: 'id',
  price: { column: 'price', unknown: null },
  isCheap: (row) => row.id > 0,
})
export const demo = { load: () => [], queries: [] }

export default defineProject({ name: 'x', sql: { '01.sql': [shop, train] }, certification: certified, demo })
