import { expect, test } from 'vitest'
import { analyzeProject } from '../../support/analyze-project.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { startPglite } from '../../support/pglite.js'
import { project, view } from '../support/project.js'
import { sessionOf } from '../support/session.js'
import { tables, types } from './more-tables.js'

/** A query of one column, and the values that are proven of it; null where none are. */
const cases: readonly (readonly [string, readonly string[] | null])[] = [
  ["SELECT t FROM r.b WHERE t IN ('a', 'b')", ['a', 'b']],
  ["SELECT w FROM r.a WHERE w IN ('a', 'b')", ['a', 'b']],
  ["SELECT t FROM r.b WHERE t = ANY (ARRAY['a', NULL])", ['a']],
  ["SELECT t FROM r.b WHERE NOT (t NOT IN ('a', 'b') OR v > 3)", ['a', 'b']],
  ["SELECT t FROM r.b WHERE t = 'a' OR (t IN ('b', 'c') AND g)", ['a', 'b', 'c']],
  ["SELECT t FROM r.b WHERE t = 'a' OR g", null],
  ["SELECT t FROM r.b WHERE t = 'a' OR h = 'b'", null],
  ["SELECT nullif(CASE WHEN g THEN 'a' ELSE 'b' END, 'b') FROM r.b", ['a']],
  // A collation of the user may hold other texts for equal.
  ["SELECT t FROM r.b WHERE t COLLATE r.ci IN ('a', 'b')", null],
  ["SELECT i FROM r.b WHERE i IN ('a', 'b')", null],
  ["SELECT i FROM r.b WHERE i = 'a'", null],
  ["SELECT nullif(CASE WHEN g THEN 'a' ELSE 'A' END, i) FROM r.b", ['A', 'a']],
  // Spaces at the end of a character(n) do not count.
  ["SELECT k::text FROM r.a WHERE k IN ('a', 'b')", null],
  ["SELECT CASE WHEN g THEN 'A' ELSE 'b' END FROM r.b INTERSECT SELECT t FROM r.b", ['A', 'b']],
  ["SELECT CASE WHEN g THEN 'A' ELSE 'b' END FROM r.b INTERSECT (SELECT i FROM r.b LIMIT 1)", null],
  // Postgres converts the values into the type of the whole operation.
  ["SELECT '-1'::text UNION ALL SELECT '2'", ['-1', '2']],
  ["SELECT 'a'::varchar UNION ALL SELECT null::name", null],
  ['SELECT 16777217 UNION ALL SELECT null::real', null],
  ['SELECT null::oid UNION ALL SELECT -1', null],
  ['SELECT -1 INTERSECT SELECT 4294967295::oid', null],
  // A function can depend on the type of its argument.
  [
    "SELECT CASE WHEN pg_typeof(v)::text = 'integer' THEN CASE WHEN pg_typeof(v::bigint)::text = 'integer' THEN 'a' ELSE 'b' END END FROM r.b",
    ['a', 'b'],
  ],
  ["SELECT CASE WHEN g THEN 'A' ELSE 'b' END FROM r.b EXCEPT ALL SELECT i FROM r.b", null],
]

test('texts have the values that they are compared with, where equal texts are the same', async () => {
  const db = await startPglite()
  await db.exec(types)
  const declared = project(
    tables,
    cases.map(([sql], at) => view(`r.v${at}`, `SELECT c FROM (${sql}) AS q(c)`, [])),
  )
  const resolution = await resolveViews(sessionOf(db), declared)
  expect(resolution.diagnostics).toEqual([])
  const { relations } = analyzeProject(declared, resolution).project
  const found = cases.map(([sql], at) => {
    const values = relations.find(({ name }) => name === `v${at}`)?.columns[0]?.values
    return [sql, values !== undefined && 'oneOf' in values ? values.oneOf : null]
  })
  expect(found).toEqual(cases)

  // What the last cases are about: Postgres returns the text of the right side.
  await db.exec(
    `INSERT INTO r.b SELECT n, NULL, n, true, 't' FROM generate_series(1, 5000) AS n; ANALYZE r.b`,
  )
  const { rows } = await db.query(
    `SELECT CASE WHEN v < 3 THEN 'A' ELSE 'b' END AS c FROM r.b INTERSECT (SELECT 'a' COLLATE r.ci FROM r.b LIMIT 1)`,
  )
  await db.close()
  expect(rows).toEqual([{ c: 'a' }])
})
