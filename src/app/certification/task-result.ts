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

/** What a command on certifications prints with `--format json`: one report, or one in `certifications` for each. */
export type TaskReport = JsonReport & { readonly format: 1 }

/** What a result of a task comes to. */
export interface Reporting<T> {
  json(result: T, subject: Subject): JsonReport
  grade(result: T): Grade
}

/** What a report on a database says of the stored relations of the project, beside its certifications. */
export interface StoredPart<S> {
  readonly items: readonly S[]
  /** Of the whole report, where no certification is worse. */
  readonly outcome: string
  readonly grade: Grade
  readonly diagnostics: readonly Diagnostic[]
}

/** What came of a task: an outcome for each certification that it worked on. */
export interface TaskResult<T, S = object> {
  /** The server, for people. */
  readonly server: string
  readonly outcomes: readonly Outcome<T>[]
  readonly reporting: Reporting<T>
  /** Absent where the report is not about stored relations, or the project has none. */
  readonly stored?: StoredPart<S>
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

/** What kept a certification from being worked on. A diagnostic without a place is one of the entrypoint. */
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
export const gradeOfTask = <T>({ outcomes, reporting, stored }: TaskResult<T>): Grade =>
  worstOf([...outcomes.map((outcome) => gradeOf(outcome, reporting)), ...(stored ? [stored.grade] : [])])

function jsonOf<T>(outcome: Outcome<T>, { server, reporting }: TaskResult<T>): JsonReport {
  const subject = subjectOf(outcome, server)
  if (outcome.kind === 'done') return { ...reporting.json(outcome.result, subject), diagnostics: [] }
  const diagnostics = jsonDiagnostics(diagnosticsOf(outcome))
  return { outcome: 'not run', entrypoint: subject.entrypoint, server, diagnostics }
}

/**
 * What the command prints with `--format json`. The report of a single certification is not nested in a list, and that of
 * a project without certifications has no such list. The outcome is that of the worst part.
 */
export function jsonTask<T>(result: TaskResult<T>): TaskReport {
  const { outcomes, server, reporting, stored } = result
  const reports = outcomes.map((outcome) => jsonOf(outcome, result))
  const worst = gradeOfTask(result)
  const at = outcomes.findIndex((outcome) => gradeOf(outcome, reporting) === worst)
  const outcome = reports[at]?.outcome ?? stored?.outcome ?? ''
  const [first] = reports
  const base: JsonReport =
    reports.length === 1 && first
      ? { ...first, outcome }
      : {
          outcome,
          server,
          ...(reports.length > 1 && { certifications: reports }),
          diagnostics: [],
        }
  if (!stored) return { format: 1, ...base }
  const diagnostics = [...(base['diagnostics'] as readonly object[]), ...jsonDiagnostics(stored.diagnostics)]
  return { format: 1, ...base, stored: stored.items, diagnostics }
}
