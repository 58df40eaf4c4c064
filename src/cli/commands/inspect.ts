import { inspect as examine, type InspectRequest } from '../../app/inspect/inspect.js'
import { toJson } from '../../app/json-diagnostics.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import { colorsFor } from '../report/text/colors.js'
import { widthOf } from '../report/text/columns.js'
import { printInspection } from '../report/text/print-inspection.js'
import type { Terminal } from '../terminal.js'
import { withReporting } from '../with-context.js'

export interface InspectOptions extends Omit<InspectRequest, 'cwd'> {
  readonly format: 'text' | 'json'
  readonly quiet: boolean
}

/** `fusion inspect`. */
export async function inspect(options: InspectOptions, terminal: Terminal): Promise<ExitCode> {
  const { stdout, env, cwd } = terminal
  const report = await withReporting(options.quiet, terminal, (around) =>
    examine({ ...options, cwd }, around),
  )
  const layout = { colors: colorsFor(stdout, env), width: widthOf(stdout) }
  stdout.write(options.format === 'json' ? toJson(report) : printInspection(report, layout))
  return EXIT.ok
}
