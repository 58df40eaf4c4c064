import { join } from 'node:path'
import {
  checkReport,
  type CheckReport,
  checkSection,
  type CheckSection,
  readBaseline,
  statesOf,
} from '../../check/index.js'
import type { AnalyzedProject } from '../../model/analyzed-project.js'
import { type Diagnostic, DiagnosticError } from '../../model/diagnostic.js'
import type { CompiledProject } from '../../model/compiled-project.js'
import { displayName } from '../../model/relation-name.js'
import { isOptionalSqlFile } from '../../model/sql-files.js'
import { readFolder } from '../../output/read-folder.js'
import { buildInMemory } from '../build/pipeline.js'
import { buildContext, type Context } from '../context.js'
import { BASELINE_FOLDER } from './baseline.js'
import { baselineSection } from './baseline-section.js'
import { committedSection } from './committed-section.js'
import { createJudge } from './judge-changes.js'
import type { SearchSettings } from './search-settings.js'
import { withReplayer } from './replayer.js'

export interface CheckOptions {
  /** A connection URL, or `true` to use the environment. If absent, no connection is made. */
  readonly database?: string | true | undefined
  /** Number of rows and seed for comparing views with their plain forms; if absent, they are not compared. */
  readonly meaning?: { readonly rows: number; readonly seed: number } | undefined
  /** How rows are searched that show what a changed view returns differently. */
  readonly search: SearchSettings
}

/**
 * Compares a compiled project with its committed files, its accepted baseline and a live database.
 *
 * @throws DiagnosticError if the project cannot be compiled.
 */
export async function check(
  { database, meaning, search }: CheckOptions,
  context: Context,
): Promise<CheckReport> {
  const { out, outDir } = context
  const { declaration, project, analyzed, artifacts } = await buildInMemory(buildContext(context))
  const states = statesOf(analyzed)
  const compared = await withReplayer(context, project.solver, async (replayer) => {
    const judge = createJudge(project, keysOf(analyzed), search, replayer, context)
    const reading = readBaseline(readFolder(join(outDir, BASELINE_FOLDER)))
    const found = [
      await committedSection(out, outDir, artifacts, states, replayer, judge),
      await baselineSection(`${out}/${BASELINE_FOLDER}`, reading, states, replayer, judge),
    ]
    if (database === undefined) return found
    const { liveSection } = await import('./live-section.js')
    return [
      ...found,
      await orNotChecked(() => liveSection(analyzed, optionalOf(project), database, context, replayer)),
    ]
  })
  if (!meaning) return checkReport(project.name, compared)
  const { meaningSection } = await import('./meaning-section.js')
  return checkReport(project.name, [...compared, await meaningSection(declaration, meaning, context)])
}

/** Names of the relations that optional files create. */
const optionalOf = ({ views }: CompiledProject): ReadonlySet<string> =>
  new Set(views.filter(({ file }) => isOptionalSqlFile(file)).map(displayName))

/** Proven keys of every relation. */
const keysOf = ({ relations }: AnalyzedProject): ReadonlyMap<string, readonly (readonly string[])[]> =>
  new Map(relations.map((relation) => [displayName(relation), relation.uniqueKeys]))

/** Reports a failed database connection in its section, so that the other comparisons are still reported. */
async function orNotChecked(section: () => Promise<CheckSection>): Promise<CheckSection> {
  try {
    return await section()
  } catch (error) {
    return checkSection({ against: 'live', where: 'not read', diagnostics: liveDiagnostics(error) })
  }
}

function liveDiagnostics(error: unknown): readonly Diagnostic[] {
  if (error instanceof DiagnosticError) return error.diagnostics
  // Only errors reported by Postgres are expected here.
  if (!(error instanceof Error) || !('severity' in error)) throw error
  const hint = 'The role must be able to connect and to read the catalogs.'
  return [{ code: 'FS705', place: {}, message: `the live database cannot be read: ${error.message}`, hint }]
}
