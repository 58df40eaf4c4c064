import { explain as explainTarget } from '../../app/explain/explain.js'
import { toJson } from '../../app/json-diagnostics.js'
import { projectCacheDir } from '../../cache/project-cache-dir.js'
import { fingerprintCompiler } from '../../load/fingerprint-compiler.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import { createProgress } from '../progress.js'
import { colorsFor } from '../report/text/colors.js'
import { widthOf } from '../report/text/columns.js'
import { printExplained } from '../report/text/print-explained.js'
import type { Terminal } from '../terminal.js'
import { type CommonOptions, foldersOf } from './folders.js'

export interface ExplainOptions extends CommonOptions {
  readonly tree: boolean
  readonly sql: boolean
}

/** `fusion explain <schema.view[.column]>`: what the compiler knows of a relation, a layer or a column. */
export async function explain(
  target: string,
  options: ExplainOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { env, stdout } = terminal
  const { projectDir } = foldersOf(options, terminal)
  const cacheDir = projectCacheDir(projectDir, env)
  const progress = createProgress(terminal, options.quiet)
  try {
    const compiler = fingerprintCompiler()
    const explained = await explainTarget(target, options, { projectDir, cacheDir, env, compiler, progress })
    progress.end()
    const layout = { colors: colorsFor(stdout, env), width: widthOf(stdout), sql: options.sql }
    stdout.write(options.format === 'json' ? toJson(explained) : printExplained(explained, layout))
    return EXIT.ok
  } finally {
    progress.end()
  }
}
