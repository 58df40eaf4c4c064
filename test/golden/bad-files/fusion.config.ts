import { defineProject, integer, layer, source, view } from 'fusion-store'

const t = source('up.t', 'A table.', { key: ['id'], columns: { id: integer('Key.') } })
const first = view('x.first', 'First.', { t }, (db) => db.selectFrom('t').select('t.id'))
const second = view('x.second', 'Second.', { first }, (db) => db.selectFrom('first').select('first.id'))
const unlisted = view('x.unlisted', 'In no file.', { t }, (db) => db.selectFrom('t').select('t.id'))
const third = view('x.third', 'Third.', { unlisted }, (db) => db.selectFrom('unlisted').select('unlisted.id'))
const aLayer = layer('a_layer', 'A layer.', { t }, (db) => db.selectFrom('t').select('t.id'))

export default defineProject({
  name: 'files',
  sql: {
    '01.sql': [second, second],
    '../02.sql': [first],
    '03.sql': [third, aLayer],
    '/etc/views.sql': [],
    'C:/views.sql': [],
    'a//b.sql': [],
    ' .sql': [],
    views: [],
    'what?.sql': [],
    'tab\t.sql': [],
    'reports/daily views.sql': [],
    'Reports/Daily Views.sql': [],
    reports: [],
    'größe.sql': [],
    'gro\u0308ße.sql': [],
    'install.sql': [],
    '03_baseline_viewdefs.sql': [],
    'Optional/drop_and_recreate.sql': [],
    'optional/own.sql': [],
    '04_later.sql': [],
    'folder.sql': [],
    'folder.sql/a.sql': [],
    'trailing./a.sql': [],
    '~/views.sql': [],
    '~root/views.sql': [],
    '~.sql': [],
    'reports/~daily.sql': [],
    'a~b.sql': [],
  },
})
