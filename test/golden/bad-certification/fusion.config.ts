import { certification, column, defineProject, guarded, integer, source, view } from 'fusion-store'

const t = source('up.t', 'A table.', { key: ['id'], columns: { id: integer('Key.') } })
const one = view('x.one', 'One.', { t }, (db) => db.selectFrom('t').select('t.id'))
const other = view('x.other', 'Another.', { t }, (db) => db.selectFrom('t').select('t.id'))
const unlisted = view('x.unlisted', 'In no file.', { t }, (db) => db.selectFrom('t').select('t.id'))
const train = guarded('x.train', 'Guarded.', one, { entrypoint: other, key: ['id'], maxAge: '1 day' })

export default defineProject({
  name: 'certification',
  sql: { '05_views.sql': [one, other, train] },
  certification: certification({
    entrypoint: one,
    t0: 'idd' as 'id',
    key: ['ids' as 'id'],
    guarded: train,
    aliases: [unlisted],
    checked: one,
    baselineDays: 0,
    allowedFunctions: ['round_up'],
    t0Features: { hour: 'It is known by then.', id: ' ' },
    moments: { made: 'It is known by then.', id: '' },
    drift: { policy: 'allow', rows: 5 },
    ordered: [
      { relation: t, orderedBy: 'id', because: 'It is the key.' },
      { relation: unlisted, orderedBy: 'id', because: 'It is the key.' },
      { relation: one, column: 'no', orderedBy: ' ', because: ' ' },
    ],
    invariants: (eb) => ({ known: column('It is known.', eb('nothing' as 'id', '>', 0)) }),
  }),
})
