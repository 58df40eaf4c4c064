import { column, defineProject, integer, layer, source, text, view } from 'fusion-store'

const t = source('up.t', 'A table.', {
  key: ['id', 'nope'],
  columns: { id: integer('Key.'), name: text('Name.') },
})
const twin = layer('twin', 'A layer.', { t }, (db) => db.selectFrom('t').selectAll('t'))
const twin2 = layer('twin', 'A second of that name.', { t }, (db) => db.selectFrom('t').select('t.id'))

const long = view(
  'x.v_a_name_that_goes_on_and_on_and_on_until_postgres_would_cut_it_off',
  'Too long.',
  { twin, twin2 },
  (db) =>
    db.selectFrom('twin').innerJoin('twin2', 'twin2.id', 'twin.id').selectAll('twin').selectAll('twin2'),
).columns((eb) => ({
  user: column('A reserved word.', eb.ref('name')),
  name: column('Again.', eb.ref('name')),
  order_of_things: column('', eb.ref('name')),
}))

const nowhere = view('nowhere', '', { t }, (db) =>
  db.selectFrom('t').select((eb) => ['t.id', eb.val(1).as('one')]),
)

export default defineProject({ name: 'names', sql: { '01.sql': [long], '02.sql': [nowhere] } })
