import { join } from 'node:path'
import {
  checkReport,
  type CheckReport,
  checkSection,
  type CheckSection,
  readBaseline,
  statesOf,
} from '../../check/index.js'
import { type Diagnostic, DiagnosticError } from '../../model/diagnostic.js'
import { readFolder } from '../../output/read-folder.js'
import { buildInMemory } from '../build/pipeline.js'
import { buildContext, type Context } from '../context.js'
import { BASELINE_FOLDER } from './baseline.js'
import { baselineSection } from './baseline-section.js'
import { committedSection } from './committed-section.js'
import { withReplayer } from './replayer.js'

export interface CheckOptions {
  /** A connection URL; `true` for the one in the environment; no connection is made when neither is given. */
  readonly database?: string | true | undefined
  /** Rows to draw and where the draws begin, when the views are to be compared with what they mean. */
  readonly meaning?: { readonly rows: number; readonly seed: number } | undefined
}

/**
 * Compares what a project compiles to with what is committed, what was accepted, and what is live.
 *
 * @throws DiagnosticError when the project itself cannot be compiled.
 */
export async function check({ database, meaning }: CheckOptions, context: Context): Promise<CheckReport> {
  const { out, outDir } = context
  const { declaration, project, analyzed, artifacts } = await buildInMemory(buildContext(context))
  const states = statesOf(analyzed)
  const compared = await withReplayer(context, async (replayer) => {
    const reading = readBaseline(readFolder(join(outDir, BASELINE_FOLDER)))
    const found = [
      await committedSection(out, outDir, artifacts, states, replayer),
      await baselineSection(`${out}/${BASELINE_FOLDER}`, reading, states, replayer),
    ]
    if (database === undefined) return found
    const { liveSection } = await import('./live-section.js')
    return [...found, await orNotChecked(() => liveSection(analyzed, database, context, replayer))]
  })
  if (!meaning) return checkReport(project.name, compared)
  const { meaningSection } = await import('./meaning-section.js')
  return checkReport(project.name, [...compared, await meaningSection(declaration, meaning, context)])
}

/** A database that cannot be asked does not make what the other comparisons have found less worth knowing. */
async function orNotChecked(section: () => Promise<CheckSection>): Promise<CheckSection> {
  try {
    return await section()
  } catch (error) {
    return checkSection({ against: 'live', where: 'not read', diagnostics: liveDiagnostics(error) })
  }
}

function liveDiagnostics(error: unknown): readonly Diagnostic[] {
  if (error instanceof DiagnosticError) return error.diagnostics
  // Only what Postgres itself reports is expected here.
  if (!(error instanceof Error) || !('severity' in error)) throw error
  const hint = 'The role needs to be able to connect and to read the catalogs.'
  return [
    { code: 'FS705', place: {}, message: `the live database refuses to be read: ${error.message}`, hint },
  ]
}
