import { startPglite } from '../support/pglite.js'
import type { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { analyzeProject } from '../support/analyze-project.js'
import { compileProject } from '../../src/compile/index.js'
import type { AnalyzedRelation } from '../../src/model/analyzed-project.js'
import { orderKinds } from '../../src/model/determinism-rules.js'
import { quoteIdentifier, quoteRelation } from '../../src/model/quote-identifier.js'
import { displayName } from '../../src/model/relation-name.js'
import { resolveViews } from '../../src/resolve/index.js'
import { sessionOf } from '../analyze/support/session.js'
import { drawProject } from './draw/projects.js'
import { Tape } from './draw/tape.js'

const PROJECTS = 250
const TAPE = fc.array(fc.nat(10_000), { minLength: 20, maxLength: 400, size: 'max' })

interface Found {
  keys: number
  /** Views that the analysis has nothing against. */
  settled: number
  readonly faults: string[]
}

const found: Found = { keys: 0, settled: 0, faults: [] }
let db: PGlite

/** The rows of a view as one text, whatever their order; an error is one too. */
async function rowsOf(relation: AnalyzedRelation): Promise<string> {
  await db.exec('SAVEPOINT rows')
  try {
    const { rows } = await db.query<{ text: string | null }>(
      `SELECT string_agg(v::text, E'\\n' ORDER BY v::text) AS text FROM ${quoteRelation(relation)} AS v`,
    )
    return rows[0]?.text ?? ''
  } catch {
    await db.exec('ROLLBACK TO rows')
    return 'raised'
  }
}

/** Writes the rows of a table again, the last first: the same data in another physical order. */
const reverse = (name: string): string =>
  `CREATE TEMPORARY TABLE kept AS SELECT * FROM ${name} AS t ORDER BY t.ctid DESC;
   DELETE FROM ${name}; INSERT INTO ${name} SELECT * FROM kept; DROP TABLE kept;`

async function checkKeys(relation: AnalyzedRelation): Promise<void> {
  for (const key of relation.uniqueKeys) {
    found.keys += 1
    const columns = key.map((column) => `v.${quoteIdentifier(column)}`).join(', ')
    const { rows } = await db.query<{ repeated: number }>(
      `SELECT (count(*) - count(DISTINCT ROW(${columns})))::int AS repeated FROM ${quoteRelation(relation)} AS v`,
    )
    if (rows[0]?.repeated !== 0)
      found.faults.push(`${displayName(relation)} repeats (${key.join(', ')}):\n${relation.viewdef}`)
  }
}

async function holdProject(numbers: readonly number[]): Promise<void> {
  const { project: declared, inserts } = drawProject(new Tape(numbers))
  const { project } = compileProject(declared, () => ({}))
  if (!project) return
  // What Postgres refuses ends the transaction, and the project with it.
  const resolution = await resolveViews(sessionOf(db), project).catch(() => undefined)
  if (resolution === undefined || resolution.diagnostics.length > 0) return
  await db.exec(project.sources.map((source) => inserts.get(displayName(source)) ?? '').join(''))
  const { relations } = analyzeProject(project, resolution).project
  const views = relations.filter(({ kind }) => kind === 'view')
  // A view rests on those that it reads.
  const unsettled = new Set<string>()
  const before = new Map<string, string>()
  for (const view of views) {
    const name = displayName(view)
    const isSuspect =
      view.leaks.some(({ kind }) => orderKinds.includes(kind)) ||
      view.dependsOn.some((read) => unsettled.has(displayName(read)))
    if (isSuspect) unsettled.add(name)
    before.set(name, await rowsOf(view))
    if (before.get(name) !== 'raised') await checkKeys(view)
  }
  await db.exec(project.sources.map((source) => reverse(quoteRelation(source))).join(''))
  for (const view of views) {
    const name = displayName(view)
    if (unsettled.has(name)) continue
    found.settled += 1
    if (before.get(name) !== (await rowsOf(view)))
      found.faults.push(`${name} follows the order of rows:\n${view.viewdef}`)
  }
}

beforeAll(async () => {
  db = await startPglite()
  for (const numbers of fc.sample(TAPE, { numRuns: PROJECTS, seed: 20_261_126 })) {
    await db.exec('BEGIN; SAVEPOINT project')
    try {
      await holdProject(numbers)
    } finally {
      await db.exec('ROLLBACK')
    }
  }
}, 600_000)
afterAll(() => db.close())

it('finds no key that repeats, and nothing against no view whose rows follow their order', () => {
  expect(found.faults).toEqual([])
})

it('finds keys, and has nothing against most views', () => {
  expect(found.keys).toBeGreaterThan(PROJECTS / 3)
  expect(found.settled).toBeGreaterThan(PROJECTS)
})
