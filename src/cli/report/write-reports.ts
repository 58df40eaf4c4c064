import {
  diagnosticsOf,
  gradeOfTask,
  jsonTask,
  type Subject,
  subjectOf,
  type TaskResult,
} from '../../app/certification/report.js'
import { toJson } from '../../app/json-diagnostics.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { Terminal } from '../terminal.js'
import { type Colors, colorsFor } from './text/colors.js'
import { widthOf } from './text/columns.js'
import { printDiagnostics } from './text/print-diagnostics.js'

/**
 * Writes the report of each certification and returns the worst exit code.
 *
 * @param printStored prints what is reported of stored relations.
 */
export function writeReports<T, S extends object = object>(
  result: TaskResult<T, S>,
  print: (result: T, subject: Subject, colors: Colors, width: number) => string,
  format: string,
  { stdout, stderr, env }: Terminal,
  printStored: (items: readonly S[], colors: Colors, width: number) => string = () => '',
): ExitCode {
  const code = EXIT[gradeOfTask(result)]
  const { outcomes, server, stored } = result
  if (format === 'json') {
    stdout.write(toJson(jsonTask(result)))
    return code
  }
  const [colors, width] = [colorsFor(stdout, env), widthOf(stdout)]
  const texts = outcomes.flatMap((outcome) =>
    outcome.kind === 'done' ? [print(outcome.result, subjectOf(outcome, server), colors, width)] : [],
  )
  // Without a certification no report has named the server.
  if (outcomes.length === 0) texts.push(`${colors.dim(server)}\n`)
  if (stored && stored.items.length > 0) texts.push(printStored(stored.items, colors, width))
  stdout.write(texts.join('\n'))
  const diagnostics = [...outcomes.flatMap(diagnosticsOf), ...(stored?.diagnostics ?? [])]
  if (diagnostics.length > 0) stderr.write(printDiagnostics(diagnostics, colorsFor(stderr, env)))
  return code
}
