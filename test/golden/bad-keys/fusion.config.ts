import { aggregate, column, countRows, defineProject, integer, layer, source, view } from 'fusion-store'

const t = source('up.t', 'A table.', {
  key: ['id'],
  columns: { id: integer('Key.'), 2021: integer('A source may have such a column.') },
})
const lost = source('up.lost', 'A table whose column is its prototype.', {
  key: ['id'],
  columns: { id: integer('Key.'), __proto__: integer('No member.') },
})
const perYear = aggregate('per_year', 'Rows of a year.', { of: t, by: ['2021'] }, () => ({
  n: column('Rows.', countRows()),
  0: column('Moved to the front.', countRows()),
  __proto__: column('No member.', countRows()),
}))
const steps = layer('steps', 'Columns by steps.', { t, a: perYear }, (db) =>
  db.selectFrom('t').innerJoin('a', 'a.2021', 't.2021').select(['t.id', 't.2021', 'a.n']),
)
  .columns((eb) => ({
    later: column('Declared first.', eb.ref('id')),
    4294967294: column('The last index of an array.', eb.ref('id')),
    4294967295: column('One more is a name like any.', eb.ref('id')),
    '007': column('A name like any.', eb.ref('id')),
  }))
  .once((eb) => ({ 2022: column('Moved.', eb.ref('id')) }))

class Columns {
  readonly id = 1
}
const all = view('x.all', 'All of them.', { s: steps, l: lost, __proto__: t }, (db) =>
  db.selectFrom(['s', 'l']).select(['s.id', 's.later']),
)
  .describe({ id: 'Key.', later: 'Later.' })
  .columns((eb) => Object.assign(Object.create(new Columns()), { own: column('Own.', eb.ref('id')) }))

const texts = source('up.texts', 'A comment with NUL: \0.', {
  key: ['id'],
  columns: { id: integer('Key.') },
})
const odd = view('x.odd\ud800', 'Half a pair in a name.', { t: texts }, (db) =>
  db.selectFrom('t').selectAll('t'),
).columns((eb) => ({ half: column('Half a pair: \udc00.', eb.ref('id')) }))

export default defineProject({ name: 'keys', sql: { '01.sql': [all], '02.sql': [odd], __proto__: [all] } })
