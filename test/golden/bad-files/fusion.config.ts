import { defineProject, integer, layer, source, view } from 'fusion-store'

const t = source('up.t', 'A table.', { key: ['id'], columns: { id: integer('Key.') } })
const first = view('x.first', 'First.', { t }, (db) => db.selectFrom('t').select('t.id'))
const second = view('x.second', 'Second.', { first }, (db) => db.selectFrom('first').select('first.id'))
const unlisted = view('x.unlisted', 'In no file.', { t }, (db) => db.selectFrom('t').select('t.id'))
const third = view('x.third', 'Third.', { unlisted }, (db) => db.selectFrom('unlisted').select('unlisted.id'))
const aLayer = layer('a_layer', 'A layer.', { t }, (db) => db.selectFrom('t').select('t.id'))

export default defineProject({
  name: 'files',
  sql: { '01.sql': [second, second], '../02.sql': [first], '03.sql': [third, aLayer] },
})
