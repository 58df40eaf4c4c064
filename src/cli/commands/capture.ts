import { type CaptureOptions, capture } from '../../app/certification/capture.js'
import type { ExitCode } from '../exit-codes.js'
import type { CommonOptions } from '../options.js'
import { printCapture } from '../report/text/print-capture.js'
import { writeReports } from '../report/write-reports.js'
import type { Terminal } from '../terminal.js'
import { withContext } from '../with-context.js'

/** `fusion baseline capture`. */
export const baselineCapture = async (
  options: CommonOptions & CaptureOptions,
  terminal: Terminal,
): Promise<ExitCode> =>
  writeReports(
    await withContext(options, terminal, (context) => capture(options, context)),
    printCapture,
    options.format,
    terminal,
  )
