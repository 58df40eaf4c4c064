import { sql } from 'kysely'
import { column, defineProject, integer, source, view } from 'fusion-store'

const t = source('up.t', 'A table.', { key: ['id'], columns: { id: integer('Key.') } })
const locks = view('x.locks', 'Locks rows.', { t }, (db) => db.selectFrom('t').select('t.id').forUpdate())
const writes = view('x.writes', 'Writes.', { t }, (db) =>
  db
    .with('w', (c) => c.deleteFrom('t').returning('t.id'))
    .selectFrom('w')
    .select('w.id'),
)
const throws = view('x.throws', 'Throws.', { t }, () => {
  throw new Error('no such helper')
})
const raw = view('x.raw', 'Is not a SELECT.', { t }, () => sql`select 1 as one`)
const values = view('x.values', 'Values without a literal.', { t }, (db) =>
  db.selectFrom('t').select('t.id').where('t.id', '=', Symbol('id')),
).columns((eb) => ({ nul: column('NUL.', eb.val('a\0b')) }))

export default defineProject({ name: 'nodes', sql: { '01.sql': [locks, writes, throws, raw, values] } })
