import type { Diagnostic } from '../../model/diagnostic.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { displayName } from '../../model/relation-name.js'
import { type Grade, worstOf } from '../grade.js'
import { jsonDiagnostics } from '../json-diagnostics.js'
import type { Outcome } from './run-each.js'
import type { Subject } from './subject.js'

export interface JsonReport {
  readonly outcome: string
  readonly [field: string]: unknown
}

/** How a result of a task is reported. */
export interface Reporting<T> {
  json(result: T, subject: Subject): JsonReport
  grade(result: T): Grade
}

/** Result of a task: an outcome for each certification. */
export interface TaskResult<T> {
  /** The server, for people. */
  readonly server: string
  readonly outcomes: readonly Outcome<T>[]
  readonly reporting: Reporting<T>
}

export const subjectOf = (
  { certification: { entrypoint, aliases }, beside = [] }: Outcome<unknown>,
  server: string,
): Subject => ({
  entrypoint: quoteRelation(entrypoint),
  entrypoints: [entrypoint, ...beside.map((other) => other.entrypoint)].map(quoteRelation),
  aliases: aliases.map(quoteRelation),
  server,
})

/** Diagnostics of a failed outcome. One without a place gets the entrypoint as its place. */
export const diagnosticsOf = (outcome: Outcome<unknown>): readonly Diagnostic[] =>
  outcome.kind === 'done'
    ? []
    : outcome.diagnostics.map((diagnostic) => ({
        ...diagnostic,
        place: { relation: displayName(outcome.certification.entrypoint), ...diagnostic.place },
      }))

const gradeOf = <T>(outcome: Outcome<T>, { grade }: Reporting<T>): Grade =>
  outcome.kind === 'done' ? grade(outcome.result) : 'failed'

/** The worst grade of the outcomes. */
export const gradeOfTask = <T>({ outcomes, reporting }: TaskResult<T>): Grade =>
  worstOf(outcomes.map((outcome) => gradeOf(outcome, reporting)))

function jsonOf<T>(outcome: Outcome<T>, { server, reporting }: TaskResult<T>): JsonReport {
  const subject = subjectOf(outcome, server)
  if (outcome.kind === 'done') return { ...reporting.json(outcome.result, subject), diagnostics: [] }
  const diagnostics = jsonDiagnostics(diagnosticsOf(outcome))
  return { outcome: 'not run', entrypoint: subject.entrypoint, server, diagnostics }
}

/** JSON output of the command. The report of a single certification is not nested in a list. */
export function jsonTask<T>(result: TaskResult<T>): JsonReport & { readonly format: 1 } {
  const { outcomes, server, reporting } = result
  const reports = outcomes.map((outcome) => jsonOf(outcome, result))
  const [first] = reports
  if (reports.length === 1 && first) return { format: 1, ...first }
  const worst = gradeOfTask(result)
  const at = outcomes.findIndex((outcome) => gradeOf(outcome, reporting) === worst)
  return { format: 1, outcome: reports[at]?.outcome ?? '', server, certifications: reports, diagnostics: [] }
}
