import { type CertifyOptions, certify as certifyProject } from '../../app/certification/certify.js'
import type { ExitCode } from '../exit-codes.js'
import type { CommonOptions } from '../options.js'
import { printCertificate } from '../report/text/print-certificate.js'
import { writeReports } from '../report/write-reports.js'
import type { Terminal } from '../terminal.js'
import { withContext } from '../with-context.js'

/** `fusion certify`. */
export const certify = async (
  options: CommonOptions & CertifyOptions,
  terminal: Terminal,
): Promise<ExitCode> =>
  writeReports(
    await withContext(options, terminal, (context) => certifyProject(options, context)),
    printCertificate,
    options.format,
    terminal,
  )
