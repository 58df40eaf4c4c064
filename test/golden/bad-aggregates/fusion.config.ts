import {
  aggregate,
  column,
  countRows,
  countWhere,
  defineProject,
  integer,
  layer,
  source,
  view,
} from 'fusion-store'

const t = source('up.t', 'A table.', { key: ['a', 'b'], columns: { a: integer('A.'), b: integer('B.') } })
const grouped = layer('grouped', 'Grouped.', { t }, (db) =>
  db.selectFrom('t').select(['t.a', 't.b']).groupBy(['t.a', 't.b']),
)
const perA = aggregate('per_a', 'Rows of a.', { of: t, by: ['a', 'b'] }, (eb) => ({
  n: column('Rows.', countRows()),
  m: column('Rows with c.', countWhere(eb('c', '=', 1))),
}))
const overGroups = aggregate('over_groups', 'Over groups.', { of: grouped, by: ['a'] }, () => ({
  g: column('Groups.', countRows()),
}))

const half = view('x.half', 'Joined by half a key.', { t, p: perA }, (db) =>
  db.selectFrom('t').innerJoin('p', 'p.a', 't.a').select(['t.a', 'p.n']),
)
const left = view('x.left', 'Joined from the left.', { t, p: perA }, (db) =>
  db
    .selectFrom('t')
    .leftJoin('p', (j) => j.onRef('p.a', '=', 't.a').onRef('p.b', '=', 't.b'))
    .select(['t.a', 'p.n']),
)
const over = view('x.over', 'Aggregates groups.', { t, g: overGroups }, (db) =>
  db.selectFrom('t').innerJoin('g', 'g.a', 't.a').select(['t.a', 'g.g']),
)
const own = layer('own', 'Calls its table as its reader does.', { t }, (db) =>
  db.selectFrom('t').selectAll('t'),
)
const perOwn = aggregate('per_own', 'Rows.', { of: own, by: ['a'] }, () => ({
  n: column('Rows.', countRows()),
}))
const caught = view('x.caught', 'Catches.', { t, o: perOwn }, (db) =>
  db.selectFrom('t').innerJoin('o', 'o.a', 't.a').select(['t.a', 'o.n']),
)

export default defineProject({ name: 'aggregates', sql: { '01.sql': [half, left, over, caught] } })
