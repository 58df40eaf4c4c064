import { column, defineProject, integer, layer, nullable, source, view } from 'fusion-store'

const t = source('up.t', 'A table.', {
  key: ['id'],
  columns: { id: integer('Key.'), quality: nullable(integer('Quality.')) },
})
const early = layer('early', 'An early layer.', { t }, (db) =>
  db.selectFrom('t').select(['t.id', 't.qualty']),
)
const later = view('x.later', 'A later view.', { early, u: t }, (db) =>
  db
    .selectFrom('early')
    .innerJoin('u', 'u.id', 'early.id')
    .where('missing.id', '=', 1)
    .where('id', '>', 0)
    .select(['early.id', 'early.quality']),
)
  .columns((eb) => ({ doubled: column('Twice.', eb('qualiti', '*', 2)) }))
  .columns((eb) => ({ unread: column('Reads what nobody gives.', eb.ref('nobody_gives_this')) }))

export default defineProject({ name: 'columns', sql: { '01.sql': [later] } })
