import { resolve } from 'node:path'
import { exportRows } from '../../app/export/export.js'
import type { ExportOptions } from '../../app/export/export-options.js'
import { toJson } from '../../app/json-diagnostics.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CommonOptions } from '../options.js'
import { printExport } from '../report/text/print-export.js'
import type { Terminal } from '../terminal.js'
import { withContext } from '../with-context.js'

/** `fusion export`. */
export async function exportCommand(
  options: CommonOptions & Omit<ExportOptions, 'out'> & { readonly target: string },
  terminal: Terminal,
): Promise<ExitCode> {
  const out = resolve(terminal.cwd, options.target)
  const report = await withContext(options, terminal, (context) => exportRows({ ...options, out }, context))
  if (options.format === 'json') {
    const { outcome, record, sidecar } = report
    terminal.stdout.write(toJson({ outcome, out, sidecar, record, diagnostics: [] }))
  } else terminal.stdout.write(printExport(report, options.target))
  return EXIT.ok
}
