import { join } from 'node:path'
import { checkReport, checkSection, type CheckSection, readBaseline, statesOf } from '../../check/index.js'
import { fingerprintCompiler } from '../../load/fingerprint-compiler.js'
import { projectCacheDir } from '../../cache/project-cache-dir.js'
import { readFolder } from '../../output/read-folder.js'
import { type Diagnostic, DiagnosticError } from '../../model/diagnostic.js'
import { baselineSection } from '../../app/check/baseline-section.js'
import { colorsFor } from '../report/text/colors.js'
import { committedSection } from '../../app/check/committed-section.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import { jsonCheck } from '../../app/check/json-check.js'
import { toJson } from '../../app/json-diagnostics.js'
import { buildInMemory } from '../../app/build/pipeline.js'
import { printCheck } from '../report/text/print-check.js'
import { createProgress } from '../progress.js'
import { withReplayer } from '../../app/check/replayer.js'
import type { Terminal } from '../terminal.js'
import { BASELINE_FOLDER, type CommonOptions, foldersOf } from './folders.js'

export interface CheckOptions extends CommonOptions {
  /** A connection URL; `true` for the one in the environment; no database is asked when neither is given. */
  readonly database: string | true | undefined
  /** Rows to draw and where the draws begin, when the views are to be held to what they mean. */
  readonly meaning: { readonly rows: number; readonly seed: number } | undefined
}

const CODES = { same: EXIT.ok, different: EXIT.found, 'not checked': EXIT.failed } as const

/** `fusion check`: what the project compiles to against what is committed, what was accepted, and what is live. */
export async function check(options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const { projectDir, outDir } = foldersOf(options, terminal)
  const { env, stdout } = terminal
  const { out, database, meaning } = options
  const progress = createProgress(terminal, options.quiet)
  try {
    const cacheDir = projectCacheDir(projectDir, env)
    const compiler = fingerprintCompiler()
    const { declaration, project, analyzed, artifacts } = await buildInMemory({
      projectDir,
      cacheDir,
      env: terminal.env,
      compiler,
      progress,
    })
    const states = statesOf(analyzed)
    const compared = await withReplayer(env, progress, async (replayer) => {
      const reading = readBaseline(readFolder(join(outDir, BASELINE_FOLDER)))
      const found = [
        await committedSection(out, outDir, artifacts, states, replayer),
        await baselineSection(`${out}/${BASELINE_FOLDER}`, reading, states, replayer),
      ]
      if (database === undefined) return found
      const { liveSection } = await import('../../app/check/live-section.js')
      return [
        ...found,
        await orNotChecked(() => liveSection(analyzed, database, terminal, progress, replayer)),
      ]
    })
    const sections = meaning
      ? [
          ...compared,
          await (await import('../../app/check/meaning-section.js')).meaningSection(declaration, meaning, env, progress),
        ]
      : compared
    progress.end()
    const report = checkReport(project.name, sections)
    stdout.write(
      options.format === 'json' ? toJson(jsonCheck(report)) : printCheck(report, colorsFor(stdout, env)),
    )
    return CODES[report.outcome]
  } finally {
    progress.end()
  }
}

/** A database that cannot be asked does not make what the other comparisons have found less worth knowing. */
async function orNotChecked(section: () => Promise<CheckSection>): Promise<CheckSection> {
  try {
    return await section()
  } catch (error) {
    return checkSection({ against: 'live', where: 'not read', diagnostics: liveFaults(error) })
  }
}

function liveFaults(error: unknown): readonly Diagnostic[] {
  if (error instanceof DiagnosticError) return error.diagnostics
  // Only what Postgres itself has said is an expected fault.
  if (!(error instanceof Error) || !('severity' in error)) throw error
  const hint = 'The role needs to be able to connect and to read the catalogs.'
  return [
    { code: 'FS705', place: {}, message: `the live database refuses to be read: ${error.message}`, hint },
  ]
}
