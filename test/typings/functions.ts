/** SQL functions: what their arguments take, and what a call of one gives. */
import { expectTypeOf } from 'expect-type'
import {
  certification,
  enumType,
  guarded,
  integer,
  layer,
  nullable,
  type RowOf,
  source,
  sqlFunction,
  text,
  timestamptz,
  view,
} from 'fusion-store'

const color = enumType('shop.color', ['red', 'green'])
const items = source('shop.items', 'Items.', {
  key: ['id'],
  columns: {
    id: integer('Key.'),
    at: timestamptz('T0.'),
    name: nullable(text('Name.')),
    color: color('Color.'),
  },
})
const shade = sqlFunction('shop.shade', {
  comment: 'Another color.',
  args: { of: color, steps: integer },
  returns: color,
  body: 'RETURN of',
})

export const shaded = layer('shaded', 'Shaded.', { i: items }, (db) =>
  db
    .selectFrom('i')
    .select('i.id')
    .select((eb) => [
      shade({ of: eb.ref('i.color'), steps: 1 }).as('next'),
      shade({ of: 'red', steps: eb.ref('i.id') }).as('other'),
    ]),
)
expectTypeOf<RowOf<typeof shaded>['next']>().toEqualTypeOf<'red' | 'green' | null>()
expectTypeOf<RowOf<typeof shaded>['other']>().toEqualTypeOf<'red' | 'green' | null>()

// @ts-expect-error An argument is missing.
shade({ of: 'red' })
// @ts-expect-error There is no such label.
shade({ of: 'blue', steps: 1 })
// @ts-expect-error There is no such argument.
shade({ of: 'red', steps: 1, more: 2 })
// @ts-expect-error A function has a body or a stand-in.
sqlFunction('shop.none', { comment: 'None.', args: {}, returns: text })
// @ts-expect-error It cannot have both.
sqlFunction('shop.both', { comment: 'Both.', args: {}, returns: text, body: 'RETURN 1', standIn: 'RETURN 1' })

const entry = view('shop.entry', 'Entry.', { i: items }, (db) => db.selectFrom('i').selectAll('i'))
const train = guarded('shop.train', 'Guarded.', entry, {
  entrypoint: entry,
  key: ['at', 'id'],
  maxAge: '1 day',
})
const declared = { entrypoint: entry, t0: 'at', key: ['id', 'at'], guarded: train, checked: entry } as const
certification({ ...declared, invariants: () => ({}), moments: { at: 'Joined on.' } })
certification({ ...declared, invariants: () => ({}), drift: { policy: 'fail', rows: 1, days: 2 } })
// @ts-expect-error There is no such policy.
certification({ ...declared, invariants: () => ({}), drift: { policy: 'warn' } })
// @ts-expect-error An order is vouched for with a reason.
certification({ ...declared, invariants: () => ({}), ordered: [{ relation: entry, orderedBy: 'id' }] })
