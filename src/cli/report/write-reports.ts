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

/** Writes the report of each certification and returns the worst exit code. */
export function writeReports<T>(
  result: TaskResult<T>,
  print: (result: T, subject: Subject, colors: Colors, width: number) => string,
  format: string,
  { stdout, stderr, env }: Terminal,
): ExitCode {
  const code = EXIT[gradeOfTask(result)]
  const { outcomes, server } = result
  if (format === 'json') {
    stdout.write(toJson(jsonTask(result)))
    return code
  }
  const [colors, width] = [colorsFor(stdout, env), widthOf(stdout)]
  const texts = outcomes.flatMap((outcome) =>
    outcome.kind === 'done' ? [print(outcome.result, subjectOf(outcome, server), colors, width)] : [],
  )
  stdout.write(texts.join('\n'))
  const diagnostics = outcomes.flatMap(diagnosticsOf)
  if (diagnostics.length > 0) stderr.write(printDiagnostics(diagnostics, colorsFor(stderr, env)))
  return code
}
