import type { CompiledCertification } from '../../model/certification.js'
import type { Diagnostic } from '../../model/diagnostic.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { displayName } from '../../model/relation-name.js'
import { type Colors, colorsFor } from './text/colors.js'
import { widthOf } from './text/columns.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import { jsonDiagnostics, toJson } from '../../app/json-diagnostics.js'
import { printDiagnostics } from './text/print-diagnostics.js'
import type { Terminal } from '../terminal.js'
import type { Outcome } from '../../app/certification/run-each.js'
import type { Subject } from '../../app/certification/subject.js'

interface JsonReport {
  readonly outcome: string
  readonly [field: string]: unknown
}

/** How a command reports a result. */
export interface Reporting<T> {
  json(result: T, subject: Subject): JsonReport
  print(result: T, subject: Subject, colors: Colors, width: number): string
  exitCode(result: T): ExitCode
}

const subjectOf = (
  { certification: { entrypoint, aliases }, beside = [] }: Outcome<unknown>,
  server: string,
): Subject => ({
  entrypoint: quoteRelation(entrypoint),
  entrypoints: [entrypoint, ...beside.map((other) => other.entrypoint)].map(quoteRelation),
  aliases: aliases.map(quoteRelation),
  server,
})

const codeOf = <T>(outcome: Outcome<T>, { exitCode }: Reporting<T>): ExitCode =>
  outcome.kind === 'done' ? exitCode(outcome.result) : EXIT.failed

/** A fault that says nothing of a place is one of its entrypoint. */
const located = (diagnostics: readonly Diagnostic[], { entrypoint }: CompiledCertification): Diagnostic[] =>
  diagnostics.map((diagnostic) => ({
    ...diagnostic,
    place: { relation: displayName(entrypoint), ...diagnostic.place },
  }))

function jsonOf<T>(outcome: Outcome<T>, server: string, reporting: Reporting<T>): JsonReport {
  const subject = subjectOf(outcome, server)
  if (outcome.kind === 'done') return { ...reporting.json(outcome.result, subject), diagnostics: [] }
  const diagnostics = jsonDiagnostics(located(outcome.diagnostics, outcome.certification))
  return { outcome: 'not run', entrypoint: subject.entrypoint, server, diagnostics }
}

/**
 * Writes what came of each certification, and gives the worst of the exit codes. The JSON of one is not
 * nested in a list.
 */
export function writeReports<T>(
  outcomes: readonly Outcome<T>[],
  server: string,
  reporting: Reporting<T>,
  format: string,
  { stdout, stderr, env }: Terminal,
): ExitCode {
  const codes = outcomes.map((outcome) => codeOf(outcome, reporting))
  const code = codes.reduce<ExitCode>((worst, next) => (next > worst ? next : worst), EXIT.ok)
  if (format === 'json') {
    const reports = outcomes.map((outcome) => jsonOf(outcome, server, reporting))
    const [first] = reports
    const worst = reports[codes.indexOf(code)]?.outcome
    stdout.write(
      toJson(
        reports.length === 1
          ? { format: 1, ...first }
          : { format: 1, outcome: worst, server, certifications: reports, diagnostics: [] },
      ),
    )
    return code
  }
  const texts = outcomes.flatMap((outcome) =>
    outcome.kind === 'done'
      ? [
          reporting.print(
            outcome.result,
            subjectOf(outcome, server),
            colorsFor(stdout, env),
            widthOf(stdout),
          ),
        ]
      : [],
  )
  stdout.write(texts.join('\n'))
  const faults = outcomes.flatMap((outcome) =>
    outcome.kind === 'fault' ? located(outcome.diagnostics, outcome.certification) : [],
  )
  if (faults.length > 0) stderr.write(printDiagnostics(faults, colorsFor(stderr, env)))
  return code
}
