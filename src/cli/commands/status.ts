import { type StatusOptions, status as readStatus } from '../../app/certification/status.js'
import type { ExitCode } from '../exit-codes.js'
import type { CommonOptions } from '../options.js'
import { printStatus } from '../report/text/print-status.js'
import { printStoredStatus } from '../report/text/print-stored.js'
import { writeReports } from '../report/write-reports.js'
import type { Terminal } from '../terminal.js'
import { withContext } from '../with-context.js'

/** `fusion status`. */
export const status = async (options: CommonOptions & StatusOptions, terminal: Terminal): Promise<ExitCode> =>
  writeReports(
    await withContext(options, terminal, (context) => readStatus(options, context)),
    printStatus,
    options.format,
    terminal,
    printStoredStatus,
  )
