import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outlineView } from '../../src/pgtree/index.js'
import { embeddedProvider } from '../../src/postgres/embedded/embedded-provider.js'
import type { Server } from '../../src/postgres/provider.js'
import type { Session } from '../../src/postgres/session.js'
import { replay } from '../../src/check/replay/replay.js'

let server: Server
let session: Session
beforeAll(async () => {
  server = await embeddedProvider().start()
  session = await server.connect()
})
afterAll(() => server?.stop())

/** Another order of tables and columns in each world, so that no number of an object is the same by chance. */
const tables = (turn: boolean) => {
  const t = { schema: 'up', name: 't', columns: columns('id', 'a', 'b', 'c'), key: ['id'] }
  const u = { schema: 'up', name: 'u', columns: columns('id', 'x'), key: [] }
  return turn ? [{ ...u, columns: columns('more', 'id', 'x') }, t] : [t, u]
}
const columns = (...names: string[]) => names.map((name) => ({ name, type: 'integer' }))

async function outline(definition: string, turn: boolean) {
  const f = { schema: 'up', name: 'f', arguments: 'integer', result: 'integer' }
  const g = { schema: 'up', name: 'g', arguments: 'integer', result: 'integer' }
  const views = [{ schema: 'ml', name: 'v', definition, reads: [] }]
  const functions = turn ? [g, f] : [f, g]
  const { trees, names, errors } = await replay(
    session,
    { types: [], functions, tables: tables(turn), views },
    ['ml.v'],
  )
  expect(errors).toEqual([])
  const found = outlineView(trees.get('ml.v') ?? '', names)
  if (!found) throw new Error('no outline')
  return found
}

/** What the second definition does differently from the first: columns, and `rows`. */
async function effect(before: string, after: string): Promise<string[]> {
  const [old, now] = [await outline(before, false), await outline(after, true)]
  const changed = [...now.columns].flatMap(([name, hash]) => (old.columns.get(name) === hash ? [] : [name]))
  return old.rows === now.rows ? changed : [...changed, 'rows']
}

const nested = (where: string, sum: string, rest = '') => `
  SELECT s.id, s.n, s.n + s.a AS m, CASE WHEN s.a > 1 THEN 1 END AS k
  FROM (SELECT t.id, t.a, l.n FROM up.t LEFT JOIN LATERAL (
    SELECT ${sum} AS n FROM up.u WHERE u.id = t.id ${where}) l ON true) s ${rest}`
const same = nested('', 'count(*)')

describe('outlines', () => {
  test.each([
    ['nothing', same, same, []],
    [
      'the name of an XML element',
      `SELECT t.id, xmlelement(name a, t.a)::text AS x FROM up.t`,
      `SELECT t.id, xmlelement(name b, t.a)::text AS x FROM up.t`,
      ['x'],
    ],
    [
      'a column name in a row of a join',
      `SELECT to_jsonb(j) AS x FROM (up.t AS a (id, p) JOIN up.u AS b (id, q) USING (id)) AS j`,
      `SELECT to_jsonb(j) AS x FROM (up.t AS a (id, p) JOIN up.u AS b (id, r) USING (id)) AS j`,
      ['x'],
    ],
    [
      'a column that a function of a record returns',
      `SELECT t.id, r.p AS x FROM up.t, jsonb_to_record('{}') AS r (p integer)`,
      `SELECT t.id, r.q AS x FROM up.t, jsonb_to_record('{}') AS r (q integer)`,
      ['x', 'rows'],
    ],
    ['names of tables and layers', same, same.replaceAll('s.', 'q.').replace(') s ', ') q '), []],
    ['an aggregate', same, nested('', 'sum(u.x)'), ['n', 'm']],
    ['what an aggregate runs over', same, nested('AND u.x > 1', 'count(*)'), ['n', 'm']],
    [
      'what a grouped one runs over',
      same,
      nested('AND u.x > 1 GROUP BY u.id', 'count(*)'),
      ['n', 'm', 'rows'],
    ],
    ['one expression', same, same.replace('s.a > 1', 's.a > 2'), ['k']],
    ['a filter', same, nested('', 'count(*)', 'WHERE s.a > 0'), ['rows']],
    [
      'a filter on another column',
      nested('', 'count(*)', 'WHERE s.a > 0'),
      nested('', 'count(*)', 'WHERE s.n > 0'),
      ['rows'],
    ],
    [
      'the kind of a join',
      'SELECT t.id, u.x FROM up.t LEFT JOIN up.u USING (id)',
      'SELECT t.id, u.x FROM up.t JOIN up.u USING (id)',
      ['x', 'rows'],
    ],
    [
      'what an outer join finds',
      'SELECT t.id, u.x FROM up.t LEFT JOIN up.u ON u.id = t.id',
      'SELECT t.id, u.x FROM up.t LEFT JOIN up.u ON u.id = t.a',
      ['x', 'rows'],
    ],
    [
      'a function of a user',
      'SELECT up.f(id) AS f, id FROM up.t',
      'SELECT up.g(id) AS f, id FROM up.t',
      ['f'],
    ],
    [
      'a function of a user, unchanged',
      'SELECT up.f(id) AS f FROM up.t',
      'SELECT up.f(id) AS f FROM up.t',
      [],
    ],
    ['a column of a table', 'SELECT a AS z, b FROM up.t', 'SELECT c AS z, b FROM up.t', ['z']],
    ['a limit', 'SELECT a FROM up.t ORDER BY id LIMIT 1', 'SELECT a FROM up.t ORDER BY id LIMIT 2', ['rows']],
    [
      'an order',
      'SELECT a, id FROM up.t ORDER BY id LIMIT 1',
      'SELECT a, id FROM up.t ORDER BY a LIMIT 1',
      ['rows'],
    ],
    [
      'a grouping',
      'SELECT a, count(*) AS n FROM up.t GROUP BY a',
      'SELECT a, count(*) AS n FROM up.t GROUP BY a, b',
      ['n', 'rows'],
    ],
    [
      'an order inside an aggregate',
      'SELECT array_agg(a ORDER BY b, c) AS g FROM up.t',
      'SELECT array_agg(a ORDER BY c, b) AS g FROM up.t',
      ['g'],
    ],
    [
      'a window',
      'SELECT id, rank() OVER (ORDER BY a) AS r FROM up.t',
      'SELECT id, rank() OVER (ORDER BY b) AS r FROM up.t',
      ['r', 'rows'],
    ],
    [
      'a side of a union',
      'SELECT a, b FROM up.t UNION ALL SELECT x, id FROM up.u',
      'SELECT a, b FROM up.t UNION ALL SELECT x, x FROM up.u',
      ['a', 'b', 'rows'],
    ],
    [
      'a layer in WITH',
      'WITH w AS (SELECT a, b FROM up.t) SELECT a, b FROM w',
      'WITH w AS (SELECT a + 1 AS a, b FROM up.t) SELECT a, b FROM w',
      ['a'],
    ],
    [
      'a subquery',
      'SELECT id, (SELECT max(x) FROM up.u WHERE u.id = t.id) AS m FROM up.t',
      'SELECT id, (SELECT max(x) FROM up.u WHERE u.id = t.a) AS m FROM up.t',
      ['m'],
    ],
    [
      'rows of a list',
      'SELECT v.n FROM (VALUES (1), (2)) v(n)',
      'SELECT v.n FROM (VALUES (1), (3)) v(n)',
      ['n', 'rows'],
    ],
    [
      'a type modifier',
      'SELECT a::numeric(5,2) AS n, b FROM up.t',
      'SELECT a::numeric(6,2) AS n, b FROM up.t',
      ['n'],
    ],
    [
      'which of two readings of a table',
      'SELECT p.a, q.b FROM up.t p JOIN up.t q ON p.id = q.c',
      'SELECT p.a, p.b FROM up.t p JOIN up.t q ON p.id = q.c',
      ['b'],
    ],
    [
      'the direction of a join of a table with itself',
      'SELECT p.a FROM up.t p JOIN up.t q ON p.id = q.c WHERE p.a > 1',
      'SELECT p.a FROM up.t p JOIN up.t q ON q.id = p.c WHERE p.a > 1',
      ['rows'],
    ],
    [
      'which of two readings of a table, in a subquery',
      'SELECT (SELECT max(q.a) FROM up.t q WHERE q.id = p.c) AS m FROM up.t p',
      'SELECT (SELECT max(q.a) FROM up.t q WHERE p.id = q.c) AS m FROM up.t p',
      ['m'],
    ],
    [
      'names of a table that is read twice',
      'SELECT p.a, q.b FROM up.t p JOIN up.t q ON p.id = q.c',
      'SELECT r.a, s.b FROM up.t r JOIN up.t s ON r.id = s.c',
      [],
    ],
    [
      'a column of a whole row',
      'SELECT to_json(s) AS j FROM (SELECT a FROM up.t) s',
      'SELECT to_json(s) AS j FROM (SELECT b AS a FROM up.t) s',
      ['j'],
    ],
    [
      'a name in a whole row',
      'SELECT to_json(s) AS j FROM (SELECT a AS x FROM up.t) s',
      'SELECT to_json(s) AS j FROM (SELECT a AS y FROM up.t) s',
      ['j'],
    ],
    ['a distinct', 'SELECT a, b FROM up.t', 'SELECT DISTINCT a, b FROM up.t', ['rows']],
  ])('%s', async (_, before, after, expected) => {
    expect(await effect(before, after)).toEqual(expected)
  })

  test('a recursive layer has an end', async () => {
    const query = (step: number) =>
      `WITH RECURSIVE w(n) AS (SELECT 1 UNION ALL SELECT n + ${step} FROM w WHERE n < 9) SELECT n FROM w`
    expect(await effect(query(1), query(1))).toEqual([])
    expect(await effect(query(1), query(2))).toEqual(['n', 'rows'])
  })

  test('a text that is no tree has none', () => {
    const names = { relations: new Map(), functions: new Map(), types: new Map() }
    expect(outlineView('', names)).toBeUndefined()
    expect(outlineView('({INSERT :x 1})', names)).toBeUndefined()
  })
})
