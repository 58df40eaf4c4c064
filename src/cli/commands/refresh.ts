import { refresh as refreshStored, type RefreshOptions } from '../../app/refresh/refresh.js'
import { jsonRefresh, refreshDiagnostics, refreshGrade } from '../../app/refresh/refresh-report.js'
import { toJson } from '../../app/json-diagnostics.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CommonOptions } from '../options.js'
import { colorsFor } from '../report/text/colors.js'
import { widthOf } from '../report/text/columns.js'
import { printDiagnostics } from '../report/text/print-diagnostics.js'
import { printRefresh } from '../report/text/print-refresh.js'
import type { Terminal } from '../terminal.js'
import { withContext } from '../with-context.js'

/** `fusion refresh`. */
export async function refresh(
  options: CommonOptions & RefreshOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { stdout, stderr, env } = terminal
  const report = await withContext(options, terminal, (context) => refreshStored(options, context))
  const code = EXIT[refreshGrade(report)]
  if (options.format === 'json') {
    stdout.write(toJson(jsonRefresh(report)))
    return code
  }
  stdout.write(printRefresh(report, colorsFor(stdout, env), widthOf(stdout)))
  const diagnostics = refreshDiagnostics(report)
  if (diagnostics.length > 0) stderr.write(printDiagnostics(diagnostics, colorsFor(stderr, env)))
  return code
}
