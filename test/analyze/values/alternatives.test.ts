import { beforeAll, expect, test } from 'vitest'
import { analyzeProject } from '../../support/analyze-project.js'
import type { ColumnValues } from '../../../src/model/column-values.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { startPglite } from '../../support/pglite.js'
import { project, source, view } from '../support/project.js'
import { sessionOf } from '../support/session.js'

/** What is proven of x where a condition holds; null if nothing is. */
const cases: readonly (readonly [condition: string, values: ColumnValues | null, nullable: boolean])[] = [
  [`x IN ('a', 'b')`, { oneOf: ['a', 'b'] }, false],
  [`x = 'a' OR x = 'b' OR x = 'c'`, { oneOf: ['a', 'b', 'c'] }, false],
  [`'a' = x OR x = 'b'`, { oneOf: ['a', 'b'] }, false],
  [`v IN ('a', 'b') AND x = v`, { oneOf: ['a', 'b'] }, false],
  [`x IS NULL OR x IN ('a', 'b')`, { oneOf: ['a', 'b'] }, true],
  [`(x IN ('a', 'b')) IS NOT FALSE`, { oneOf: ['a', 'b'] }, true],
  [`(x = 'a' OR x = 'b') IS NOT FALSE`, { oneOf: ['a', 'b'] }, true],
  [`x IN ('a', y)`, null, false],
  // The item y may be NULL, and then any x passes.
  [`(x IN ('a', y) AND y = 'b') IS NOT FALSE`, null, true],
  [`(x = 'a' OR x = y) IS NOT FALSE`, null, true],
  [`x = 'a' OR y = 'b'`, null, true],
  [`x = 'a' OR x <> 'b'`, null, false],
  [`x IN ('a', 'b') OR i = 1`, null, true],
  [`x IN ('a', NULL)`, { oneOf: ['a'] }, false],
  [`(x IN ('a', NULL)) IS NOT FALSE`, null, true],
  [`x COLLATE s.any_case IN ('a', 'b')`, null, false],
  [`NOT (x IN ('a', 'b'))`, null, false],
]

const rows = `
  INSERT INTO s.t SELECT x, y, x, i FROM unnest(ARRAY['a', 'b', 'c', 'A', 'd', NULL]) AS x, unnest(ARRAY['a', 'b', 'z', NULL]) AS y,
    unnest(ARRAY[1, 2, NULL]) AS i`

let proven: readonly (readonly [ColumnValues | undefined, boolean])[]
let found: readonly (readonly (string | null)[])[]

beforeAll(async () => {
  const db = await startPglite()
  await db.exec(
    `CREATE SCHEMA s; CREATE COLLATION s.any_case (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false)`,
  )
  const declared = project(
    [source('s.t', ['x text', 'y text', 'v character varying(5)', 'i integer'])],
    cases.map(([condition], at) => view(`s.v${at}`, `SELECT x FROM s.t WHERE ${condition}`, ['s.t'])),
  )
  const resolution = await resolveViews(sessionOf(db), declared)
  expect(resolution.diagnostics).toEqual([])
  const { relations } = analyzeProject(declared, resolution).project
  proven = cases.map((_, at) => {
    const column = relations.find(({ name }) => name === `v${at}`)?.columns[0]
    return [column?.values, column?.nullability.nullable ?? true] as const
  })
  await db.exec(rows)
  const read: (string | null)[][] = []
  for (const [at] of cases.entries()) {
    const { rows: got } = await db.query<{ x: string | null }>(`SELECT DISTINCT x FROM s.v${at}`)
    read.push(got.map(({ x }) => x))
  }
  found = read
  await db.close()
})

test.each(cases.map((one, at) => [...one, at] as const))('%s', (_, values, nullable, at) => {
  const [claimed, mayBeNull] = proven[at] ?? []
  expect(claimed ?? null).toEqual(values)
  // Nullability has a pass of its own, which may know less.
  if (nullable) expect(mayBeNull).toBe(true)
  const texts = found[at] ?? []
  expect(texts.length).toBeGreaterThan(0)
  for (const text of texts) {
    if (text === null) expect(mayBeNull).toBe(true)
    else if (values !== null && 'oneOf' in values) expect(values.oneOf).toContain(text)
  }
})
