import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { LineageGraph } from '../../../src/analyze/index.js'
import { analyzeProject } from '../../support/analyze-project.js'
import { compileForms, compileProject } from '../../../src/compile/index.js'
import type { ProjectDeclaration } from '../../../src/declare/project.js'
import { loadProject } from '../../../src/load/load-project.js'
import { createDraw } from '../../../src/meaning/draw.js'
import { drawColumn, fillSource, keyRanges } from '../../../src/meaning/fill-sources.js'
import { quoteIdentifier, quoteRelation } from '../../../src/model/quote-identifier.js'
import { displayName } from '../../../src/model/relation-name.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { startPglite } from '../../support/pglite.js'
import { sessionOf } from '../support/session.js'
import { changeColumn, forgetRows, keepRows, putBack } from './change-column.js'
import { differs, movedColumns, type Rows, tracedTo } from './moved.js'

const root = join(import.meta.dirname, '../../..')
const cache = mkdtempSync(join(tmpdir(), 'fusion-lineage-'))
afterAll(() => rmSync(cache, { recursive: true, force: true }))

/** Of the rows of a source, one in this many is changed at once. */
const CHANGED_IN = 5

const openStore = async (dir: string) => {
  const loaded = await loadProject(dir, cache)
  const declaration = loaded.config as ProjectDeclaration
  const { project } = compileProject(declaration, () => ({}))
  const forms = compileForms(declaration)
  if (!project || !('literals' in forms)) throw new Error(`${dir} has errors`)
  const db = await startPglite()
  const resolution = await resolveViews(sessionOf(db), project)
  expect(resolution.diagnostics).toEqual([])
  const { relations } = analyzeProject(project, resolution).project
  return { db, project, relations, literals: forms.literals }
}

/** Changes every source column in turn, and reads every view again. */
const changeAll = async (dir: string, count: number) => {
  const { db, project, relations, literals } = await openStore(dir)
  const graph = new LineageGraph(relations)
  const views = relations.filter(({ kind }) => kind === 'view')
  const context = { draw: createDraw(7), literals, types: project.types, range: count }
  const ranges = keyRanges(project.sources, count)
  await db.exec('BEGIN')
  for (const source of project.sources) await fillSource(sessionOf(db), source, count, ranges, context)
  await db.exec('COMMIT')
  const readAll = async (): Promise<readonly Rows[]> => {
    const all: Rows[] = []
    for (const view of views) {
      const cells = view.columns.map(({ name }) => `${quoteIdentifier(name)}::text`).join(', ')
      const { rows } = await db.query<(string | null)[]>(`SELECT ${cells} FROM ${quoteRelation(view)}`, [], {
        rowMode: 'array',
      })
      all.push(rows)
    }
    return all
  }
  const before = await readAll()
  const untraced: string[] = []
  const moved = new Set<string>()
  const traced = new Set<string>()
  for (const source of project.sources) {
    await db.exec(keepRows(source))
    for (const column of source.columns) {
      const reached = tracedTo(graph, { relation: displayName(source), column: column.name })
      const values = Array.from(
        { length: count / CHANGED_IN },
        () =>
          [
            1 + context.draw.below(count),
            drawColumn(column, ranges.get(column.name), context) ?? 'NULL',
          ] as const,
      )
      await db.exec(changeColumn(source, column, new Map(values)))
      const after = await readAll()
      for (const [at, view] of views.entries()) {
        const [old = [], now = []] = [before[at], after[at]]
        const { rows, columns } = reached(displayName(view))
        const change = (name: string): string =>
          `${displayName(source)}.${column.name} ${displayName(view)}.${name}`
        for (const name of columns) traced.add(change(name))
        for (const position of movedColumns(old, now, view.columns.length)) {
          const { name = '' } = view.columns[position] ?? {}
          if (columns.has(name)) moved.add(change(name))
          else if (!rows) untraced.push(change(name))
        }
        const rest = view.columns.flatMap(({ name }, position) => (columns.has(name) ? [] : [position]))
        if (!rows && differs(old, now, rest)) untraced.push(change('*'))
      }
    }
    await db.exec(putBack(source) + forgetRows)
  }
  expect(await readAll()).toEqual(before)
  await db.close()
  return { untraced, moved, traced, rows: before.map((rows) => rows.length) }
}

describe('every output that moves with a source column is traced to it, in', () => {
  const golden = ['aggregate', 'functions', 'lateral-join', 'set-operation', 'shop', 'window', 'with-query']
  const projects = [
    { name: 'the fusion store', dir: root, count: 400 },
    ...golden.map((name) => ({ name: `golden ${name}`, dir: join(root, 'test/golden', name), count: 100 })),
  ]
  test.each(projects)('$name', async ({ dir, count }) => {
    const { untraced, moved, traced, rows } = await changeAll(dir, count)
    expect(untraced).toEqual([])
    expect(Math.max(...rows)).toBeGreaterThan(10)
    // A lineage that is not far too wide, over data that reach the outputs.
    expect(moved.size / traced.size).toBeGreaterThan(0.2)
  })
})
