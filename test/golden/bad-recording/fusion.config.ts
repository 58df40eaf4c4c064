import {
  certification,
  column,
  defineProject,
  guarded,
  integer,
  source,
  timestamptz,
  view,
} from 'fusion-store'

const columns = { id: integer('Id.'), at: timestamptz('When it was recorded.') }

const mistyped = source('shop.mistyped', 'Its recording time is not a column.', {
  key: ['id'],
  columns,
  knownAt: 'recorded' as 'at',
})
const both = source('shop.both', 'Both at once, and no reason.', {
  key: ['id'],
  columns,
  knownAt: 'at',
  timeless: ' ',
})

const entry = view('ml.entry', 'Certified rows.', { m: mistyped, b: both }, (db) =>
  db.selectFrom('m').innerJoin('b', 'b.id', 'm.id').select(['m.id', 'm.at']),
)
const train = guarded('ml.train', 'Certified rows.', entry, {
  entrypoint: entry,
  key: ['id'],
  maxAge: '1 day',
})

const certified = certification({
  entrypoint: entry,
  t0: 'at',
  key: ['id'],
  guarded: train,
  checked: entry,
  pointInTime: {
    'shop.mistyped': 'loose' as 'strict',
    'shop.both': { lateAllowed: '' },
  },
  invariants: (eb) => ({ positive: column('Ids are positive.', eb('id', '>', 0)) }),
})

export default defineProject({ name: 'bad', sql: { '01.sql': [entry, train] }, certification: certified })
