import type { DemoSettings, ProjectDeclaration } from '../../declare/project.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import { CONFIG_FILE } from '../../model/config-file.js'
import { createFunction } from '../../model/create/create-function.js'
import { createSource } from '../../model/create/create-relation.js'
import { createSchemas } from '../../model/create/create-schemas.js'
import { createType } from '../../model/create/create-type.js'
import { type Diagnostic, DiagnosticError } from '../../model/diagnostic.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { displayName } from '../../model/relation-name.js'
import type { ResultTable, Session } from '../../postgres/session.js'
import { type BuiltProject, sqlOrder } from '../build/pipeline.js'
import type { Progress } from '../ports.js'
import { refuseOccupied } from './refuse-occupied.js'

export interface DemoResult extends ResultTable {
  readonly title: string
  readonly sql: string
  readonly milliseconds: number
}

const since = (start: number): number => Math.round((performance.now() - start) * 10) / 10

async function loadSources(
  session: Session,
  { sources }: CompiledProject,
  { load }: DemoSettings,
  progress: Progress,
): Promise<void> {
  progress.step('generating upstream rows')
  const tables = await load()
  for (const { relation, columns, chunks } of tables) {
    const source = sources.find((candidate) => displayName(candidate) === relation)
    if (!source) throw new DiagnosticError([unknownSource(relation)])
    progress.step(`loading ${relation}`)
    await session.copyIn(quoteRelation(source), columns, chunks)
  }
  // Without statistics the planner assumes that the new tables are tiny.
  await session.exec('ANALYZE')
}

const unknownSource = (relation: string): Diagnostic => ({
  code: 'FS802',
  place: { relation },
  message: `the demo loads rows into ${relation}, which is not a source read by a view`,
  hint: 'Load the sources of the project under their declared names.',
})

/**
 * Builds the store in an empty database over the rows of the project's demo, and runs the queries of the demo.
 *
 * @param show called with each result as soon as it is available.
 */
export async function runDemo(
  session: Session,
  built: BuiltProject,
  settings: DemoSettings,
  progress: Progress,
  show: (result: DemoResult) => void,
): Promise<DemoResult[]> {
  const { project } = built
  await refuseOccupied(session, project)
  progress.step('creating the source tables')
  const { types, sources, functions = [] } = project
  const standIns = functions.filter(({ isOwn }) => !isOwn)
  const upstream = [...types.map(createType), ...sources.map(createSource), ...standIns.map(createFunction)]
  await session.exec(`${createSchemas([...types, ...sources, ...standIns])}${upstream.join('')}`)
  await loadSources(session, project, settings, progress)
  for (const file of sqlFiles(built)) {
    progress.step(`running ${file}`)
    await runFile(session, built, file)
  }
  const results: DemoResult[] = []
  for (const { title, sql } of settings.queries) {
    progress.step(title)
    const start = performance.now()
    const table = await session.table(sql)
    const result = { title, sql, milliseconds: since(start), ...table }
    results.push(result)
    show(result)
  }
  return results
}

/** The generated SQL files in the order in which they must be run. */
export const sqlFiles = ({ project, artifacts }: BuiltProject): readonly string[] =>
  sqlOrder(project, artifacts)

/** Runs a generated SQL file. */
export async function runFile(session: Session, { artifacts }: BuiltProject, file: string): Promise<void> {
  await session.exec(artifacts.find(({ path }) => path === `sql/${file}`)?.text ?? '')
}

/** The demo settings of a project. */
export function demoSettings({ demo }: ProjectDeclaration): DemoSettings {
  if (demo) return demo
  throw new DiagnosticError([
    {
      code: 'FS801',
      place: { file: CONFIG_FILE },
      message: 'the project has no demo',
      hint: 'Add `demo: { load, queries }` to defineProject: load returns the upstream rows, queries are run on the store.',
    },
  ])
}
