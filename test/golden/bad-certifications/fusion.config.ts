import { certification, column, defineProject, guarded, integer, source, view } from 'fusion-store'

const t = source('up.t', 'A table.', { key: ['id'], columns: { id: integer('Key.') } })
const one = view('x.one', 'One.', { t }, (db) => db.selectFrom('t').select('t.id'))
const other = view('y.one', 'Another of the same name.', { t }, (db) => db.selectFrom('t').select('t.id'))
const third = view('x.third', 'A third.', { t }, (db) => db.selectFrom('t').select('t.id'))
const guard = (name: string, of: typeof one) =>
  guarded(name, 'Guarded.', of, { entrypoint: of, key: ['id'], maxAge: '1 day' })
const [train, otherTrain, thirdTrain, again] = [
  guard('x.train', one),
  guard('x.other_train', other),
  guard('x.third_train', third),
  guard('x.again', one),
]
const invariants = (eb: Parameters<Parameters<typeof one.columns>[0]>[0]) => ({
  positive: column('It is positive.', eb('id', '>', 0)),
})

export default defineProject({
  name: 'certifications',
  sql: { '01_views.sql': [one, other, third, train, otherTrain, thirdTrain, again] },
  certification: [
    certification({ entrypoint: one, t0: 'id', key: ['id'], guarded: train, checked: one, invariants }),
    // The default procedure is called after the view, and that of another schema has the same name.
    certification({
      entrypoint: other,
      t0: 'id',
      key: ['id'],
      guarded: otherTrain,
      checked: other,
      invariants,
    }),
    certification({
      entrypoint: third,
      t0: 'id',
      key: ['id'],
      guarded: thirdTrain,
      checked: third,
      aliases: [otherTrain],
      procedure: 'a_name_that_is_the_same_in_its_first_fifty_one_bytes_1',
      invariants,
    }),
    certification({
      entrypoint: one,
      t0: 'idd' as 'id',
      key: ['id'],
      guarded: again,
      checked: one,
      procedure: 'a_name_that_is_the_same_in_its_first_fifty_one_bytes_2',
      invariants,
    }),
    undefined as never,
  ],
})
