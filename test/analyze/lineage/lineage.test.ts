import { startPglite } from '../../support/pglite.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyzeProject } from '../../support/analyze-project.js'
import type { AnalyzedRelation, ColumnFlow, ColumnRef } from '../../../src/model/analyzed-project.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { project, source, view } from '../support/project.js'
import { sessionOf } from '../support/session.js'

const tables = [
  source('l.a', ['id integer NOT NULL', 'x integer', 'y integer', 's text'], ['id']),
  source('l.b', ['id integer NOT NULL', 'a_id integer', 'z integer', 'arr integer[]'], ['id']),
]

/** The query; what flows into each of its columns; what decides its rows. */
const cases: readonly (readonly [sql: string, columns: readonly string[], rows: string])[] = [
  ['SELECT id AS i, x + y AS s, 1 AS one FROM l.a', ['a.id', 'a.x a.y', ''], ''],
  ['SELECT CASE WHEN x > 0 THEN y END AS c FROM l.a WHERE s IS NULL', ['a.x a.y'], 'a.s'],
  ['SELECT a.x, b.z FROM l.a LEFT JOIN l.b ON b.a_id = a.id', ['a.x', 'b.z'], 'a.id b.a_id'],
  ['SELECT id FROM l.a FULL JOIN l.b USING (id)', ['a.id b.id'], 'a.id b.id'],
  [
    "SELECT q.c FROM (SELECT x + y AS c, s FROM l.a WHERE id > 1) AS q WHERE q.s > ''",
    ['a.x a.y'],
    'a.id a.s',
  ],
  [
    'SELECT u.d FROM l.a CROSS JOIN LATERAL (SELECT a.x AS c) AS t CROSS JOIN LATERAL (SELECT t.c + a.y AS d) AS u',
    ['a.x a.y'],
    '',
  ],
  [
    'WITH w AS (SELECT x, y FROM l.a WHERE s IS NULL) SELECT w.x FROM w, w AS w2 WHERE w2.y = 1',
    ['a.x'],
    'a.s a.y',
  ],
  ['SELECT x, max(y) AS m, count(*) AS n FROM l.a WHERE s IS NULL GROUP BY x', ['a.x', 'a.y', ''], 'a.s a.x'],
  ['SELECT x + y AS k FROM l.a GROUP BY x + y HAVING max(id) > 1', ['a.x a.y'], 'a.id a.x a.y'],
  [
    'SELECT max(x) FILTER (WHERE y > 0) AS m, count(*) AS n, 1 AS c FROM l.a WHERE s IS NULL',
    ['a.s a.x a.y', 'a.s', ''],
    '',
  ],
  [
    'SELECT b.z, q.n FROM l.b, LATERAL (SELECT count(*) AS n FROM l.a WHERE a.id = b.a_id) AS q',
    ['b.z', 'a.id b.a_id'],
    '',
  ],
  ["SELECT string_agg(s, ',' ORDER BY y) AS t FROM l.a GROUP BY x", ['a.s a.y'], 'a.x'],
  [
    'SELECT sum(x) OVER (PARTITION BY s ORDER BY y) AS w, row_number() OVER () AS r FROM l.a',
    ['a.s a.x a.y', ''],
    '',
  ],
  ['SELECT (SELECT max(z) FROM l.b WHERE b.a_id = a.id) AS m FROM l.a', ['a.id b.a_id b.z'], ''],
  [
    'SELECT x IN (SELECT z FROM l.b) AS i FROM l.a WHERE EXISTS (SELECT FROM l.b WHERE b.id = a.y)',
    ['a.x b.z'],
    'a.y b.id',
  ],
  ['SELECT id AS i FROM l.a UNION ALL SELECT z FROM l.b WHERE a_id = 1', ['a.id b.z'], 'b.a_id'],
  ['SELECT id AS i FROM l.a UNION SELECT z FROM l.b', ['a.id b.z'], 'a.id b.z'],
  ['SELECT id AS i FROM l.a EXCEPT SELECT z FROM l.b', ['a.id b.z'], 'a.id b.z'],
  ['SELECT DISTINCT ON (x) y FROM l.a ORDER BY x, s', ['a.y'], 'a.s a.x'],
  ['SELECT y FROM l.a ORDER BY s', ['a.y'], ''],
  ['SELECT y FROM l.a ORDER BY s LIMIT 3', ['a.y'], 'a.s'],
  // The order of a query within another can be the order of an aggregate.
  ['SELECT array_agg(y) AS t FROM (SELECT y FROM l.a ORDER BY s) AS q', ['a.s a.y'], ''],
  ['SELECT ARRAY(SELECT y FROM l.a ORDER BY s) AS t', ['a.s a.y'], ''],
  ['SELECT y FROM l.a ORDER BY s OFFSET 0', ['a.y'], ''],
  ['SELECT u AS e, o FROM l.b, unnest(arr) WITH ORDINALITY AS q (u, o)', ['b.arr', 'b.arr'], 'b.arr'],
  ['SELECT unnest(arr) AS e, id FROM l.b', ['b.arr', 'b.id'], 'b.arr'],
  ['SELECT v.p FROM l.a, LATERAL (VALUES (a.x, 1), (2, a.y)) AS v (p, q)', ['a.x'], ''],
  ['SELECT a AS r FROM l.a', ['a.id a.s a.x a.y'], ''],
  ['SELECT j.x FROM (l.a JOIN l.b ON b.a_id = a.id) AS j (i, x)', ['a.x'], 'a.id b.a_id'],
  [
    'WITH RECURSIVE r (n, m) AS (SELECT x, y FROM l.a UNION ALL SELECT m, n + z FROM r, l.b WHERE b.id = n) SELECT n FROM r',
    ['a.x a.y b.z'],
    'a.x a.y b.id b.z',
  ],
  ['SELECT y FROM l.a TABLESAMPLE bernoulli (10)', ['a.y'], ''],
  ['SELECT tableoid AS t, x FROM l.a', ['', 'a.x'], ''],
]

/** The query; how each column flows into its only output: `a.x` by value, `a.x?` as a condition, `a.x+?` as both. */
const roleCases: readonly (readonly [sql: string, flows: string])[] = [
  ['SELECT x + y AS c FROM l.a', 'a.x a.y'],
  ['SELECT x > 0 AND s IS NOT NULL AS c FROM l.a', 'a.s a.x'],
  ['SELECT CASE WHEN x > 0 THEN y ELSE id END AS c FROM l.a', 'a.id a.x? a.y'],
  ['SELECT CASE WHEN x > 0 THEN x END AS c FROM l.a', 'a.x+?'],
  ["SELECT CASE s WHEN 'k' THEN x WHEN 'l' THEN y END AS c FROM l.a", 'a.s? a.x a.y'],
  ['SELECT CASE WHEN CASE WHEN x > 0 THEN y > 0 END THEN 1 END AS c FROM l.a', 'a.x? a.y?'],
  [
    'SELECT CASE WHEN (SELECT max(z) FROM l.b WHERE b.a_id = y) > 0 THEN x END AS c FROM l.a',
    'a.x a.y? b.a_id? b.z?',
  ],
  ['SELECT coalesce(x, y, id) AS c FROM l.a', 'a.id a.x+? a.y+?'],
  ['SELECT nullif(x, y) AS c FROM l.a', 'a.x+? a.y?'],
  ['SELECT greatest(x, y) AS c FROM l.a', 'a.x a.y'],
  ['SELECT max(x) FILTER (WHERE y > 0) AS c FROM l.a GROUP BY id', 'a.x a.y?'],
  ['SELECT sum(x) AS c FROM l.a WHERE y > 0', 'a.x a.y?'],
  ["SELECT string_agg(s, ',' ORDER BY y) AS c FROM l.a GROUP BY id", 'a.s a.y?'],
  ['SELECT array_agg(x ORDER BY x, y) AS c FROM l.a GROUP BY id', 'a.x+? a.y?'],
  ['SELECT count(DISTINCT x) AS c FROM l.a GROUP BY id', 'a.x+?'],
  ['SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x) AS c FROM l.a GROUP BY id', 'a.x+?'],
  ['SELECT lag(x) OVER (PARTITION BY s ORDER BY y) AS c FROM l.a', 'a.s? a.x a.y?'],
  [
    'SELECT (SELECT z FROM l.b WHERE b.a_id = a.id ORDER BY b.id LIMIT 1) AS c FROM l.a',
    'a.id? b.a_id? b.id? b.z',
  ],
  ['SELECT EXISTS (SELECT FROM l.b WHERE b.a_id = a.id) AS c FROM l.a', 'a.id? b.a_id?'],
  ['SELECT x IN (SELECT z FROM l.b) AS c FROM l.a', 'a.x? b.z?'],
  ['SELECT ARRAY(SELECT z FROM l.b WHERE b.a_id = a.id) AS c FROM l.a', 'a.id? b.a_id? b.z'],
  ['SELECT arr[z] AS c FROM l.b', 'b.arr b.z?'],
  ['SELECT id AS c FROM l.a EXCEPT SELECT z FROM l.b', 'a.id b.z?'],
  ['SELECT id AS c FROM l.a UNION ALL SELECT z FROM l.b', 'a.id b.z'],
  ['SELECT id AS c FROM l.a FULL JOIN l.b USING (id)', 'a.id+? b.id'],
  [
    'SELECT CASE WHEN q.c > 0 THEN 1 ELSE q.d END AS c FROM (SELECT x + 1 AS c, y AS d FROM l.a) AS q',
    'a.x? a.y',
  ],
  ['SELECT grouping(x) AS c FROM l.a GROUP BY ROLLUP (x)', 'a.x?'],
]

const analyzed = new Map<string, AnalyzedRelation>()

beforeAll(async () => {
  const db = await startPglite()
  const declared = project(tables, [
    ...cases.map(([sql], at) => view(`l.v${at}`, sql, ['l.a', 'l.b'])),
    ...roleCases.map(([sql], at) => view(`l.r${at}`, sql, ['l.a', 'l.b'])),
  ])
  const resolution = await resolveViews(sessionOf(db), declared)
  await db.close()
  expect(resolution.diagnostics).toEqual([])
  for (const relation of analyzeProject(declared, resolution).project.relations)
    analyzed.set(relation.name, relation)
})

afterAll(() => analyzed.clear())

const written = (refs: readonly ColumnRef[]): string =>
  refs.map(({ relation, column }) => `${relation.replace('l.', '')}.${column}`).join(' ')

const withRoles = (flows: readonly ColumnFlow[] = []): string =>
  flows
    .map((flow) => `${written([flow])}${{ value: '', condition: '?', both: '+?' }[flow.role ?? 'value']}`)
    .join(' ')

describe('lineage', () => {
  test.each(roleCases.map(([sql, flows], at) => ({ sql, flows, name: `r${at}` })))(
    'roles: $sql',
    ({ name, flows }) => {
      expect(withRoles(analyzed.get(name)?.columns[0]?.lineage)).toBe(flows)
    },
  )

  test.each(cases.map(([sql, columns, rows], at) => ({ sql, columns, rows, name: `v${at}` })))(
    '$sql',
    ({ name, columns, rows }) => {
      const relation = analyzed.get(name)
      expect(relation?.columns.map(({ lineage }) => written(lineage))).toEqual(columns)
      expect(written(relation?.rowLineage ?? [])).toBe(rows)
    },
  )

  test('names the relations that are read, each once', () => {
    const names = (name: string) => analyzed.get(name)?.dependsOn.map((one) => one.name)
    expect(names('v0')).toEqual(['a'])
    expect(names('v13')).toEqual(['a', 'b'])
    expect(names('v6')).toEqual(['a'])
  })
})
