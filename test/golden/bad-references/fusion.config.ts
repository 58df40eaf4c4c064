import { defineProject, integer, published, source, view } from 'fusion-store'

interface Row {
  readonly id: number
}
const t = source('up.t', 'A table.', { key: ['id'], columns: { id: integer('Key.') } })
const a = view('x.v_a', 'Reads b by name.', { t, b: published<Row>('x.v_b') }, (db) =>
  db.selectFrom('t').innerJoin('b', 'b.id', 't.id').select('t.id'),
)
const b = view('x.v_b', 'Reads a by name.', { a: published<Row>('x.v_a') }, (db) =>
  db.selectFrom('a').select('a.id'),
)
const c = view('x.v_c', 'Reads a name that is misspelled.', { d: published<Row>('x.v_bb') }, (db) =>
  db.selectFrom('d').selectAll('d'),
)

export default defineProject({ name: 'references', sql: { '01.sql': [a, b, c] } })
