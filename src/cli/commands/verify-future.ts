import { toJson } from '../../app/json-diagnostics.js'
import { futureGrade, jsonFuture } from '../../app/future/future-report.js'
import { type FutureOptions, verifyFuture as future } from '../../app/future/verify-future.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CommonOptions } from '../options.js'
import { colorsFor } from '../report/text/colors.js'
import { printFuture } from '../report/text/print-future.js'
import type { Terminal } from '../terminal.js'
import { withContext } from '../with-context.js'

/** `fusion verify --future`. */
export async function verifyFuture(
  options: CommonOptions & FutureOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { env, stdout } = terminal
  const report = await withContext(options, terminal, (context) => future(options, context))
  stdout.write(
    options.format === 'json' ? toJson(jsonFuture(report)) : printFuture(report, colorsFor(stdout, env)),
  )
  return EXIT[futureGrade(report)]
}
