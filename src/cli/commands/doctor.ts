import { doctor as examine } from '../../app/certification/doctor.js'
import type { DatabaseOptions } from '../../app/certification/run-task.js'
import type { ExitCode } from '../exit-codes.js'
import type { CommonOptions } from '../options.js'
import { printDoctor } from '../report/text/print-doctor.js'
import { writeReports } from '../report/write-reports.js'
import type { Terminal } from '../terminal.js'
import { withContext } from '../with-context.js'

/** `fusion doctor`. */
export const doctor = async (
  options: CommonOptions & DatabaseOptions,
  terminal: Terminal,
): Promise<ExitCode> =>
  writeReports(
    await withContext(options, terminal, (context) => examine(options, context)),
    printDoctor,
    options.format,
    terminal,
  )
