import { check as checkProject, type CheckOptions as Options } from '../../app/check/check.js'
import { jsonCheck } from '../../app/check/json-check.js'
import { toJson } from '../../app/json-diagnostics.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CommonOptions } from '../options.js'
import { colorsFor } from '../report/text/colors.js'
import { printCheck } from '../report/text/print-check.js'
import { printDiagnostics } from '../report/text/print-diagnostics.js'
import type { Terminal } from '../terminal.js'
import { withContext } from '../with-context.js'

export type CheckOptions = CommonOptions &
  Options & {
    /** Whether changes that are proven equivalent are accepted. */
    readonly equivalent: boolean
  }

const CODES = { same: EXIT.ok, different: EXIT.found, 'not checked': EXIT.failed } as const

/** `fusion check`. */
export async function check(options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const { env, stdout, stderr } = terminal
  const report = await withContext(options, terminal, (context) => checkProject(options, context))
  stdout.write(
    options.format === 'json' ? toJson(jsonCheck(report)) : printCheck(report, colorsFor(stdout, env)),
  )
  if (options.format === 'text' && !options.quiet && report.notes.length > 0)
    stderr.write(`Notes:\n${printDiagnostics(report.notes, colorsFor(stderr, env))}`)
  return options.equivalent && report.isEquivalent ? EXIT.ok : CODES[report.outcome]
}
