import { verify as verifyRows } from '../../app/certification/verify.js'
import type { DatabaseOptions } from '../../app/certification/run-task.js'
import type { ExitCode } from '../exit-codes.js'
import type { CommonOptions } from '../options.js'
import { printVerify } from '../report/text/print-verify.js'
import { printCompared } from '../report/text/print-stored.js'
import { writeReports } from '../report/write-reports.js'
import type { Terminal } from '../terminal.js'
import { withContext } from '../with-context.js'

/** `fusion verify`. */
export const verify = async (
  options: CommonOptions & DatabaseOptions,
  terminal: Terminal,
): Promise<ExitCode> =>
  writeReports(
    await withContext(options, terminal, (context) => verifyRows(options, context)),
    printVerify,
    options.format,
    terminal,
    printCompared,
  )
