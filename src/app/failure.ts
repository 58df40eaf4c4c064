import type { Diagnostic } from '../model/diagnostic.js'
import { jsonDiagnostics, type JsonDiagnostic } from './json-diagnostics.js'

/**
 * Outcomes of commands that answer a question, if the answer could not be determined. An error in the project counts too.
 */
const UNANSWERED: Readonly<Record<string, string>> = {
  check: 'not checked',
  certify: 'not run',
  capture: 'not run',
  status: 'not run',
  verify: 'not run',
}

/** Diagnostics of the project's modules and views. All others concern its environment. */
const OWN = /^FS[1-4]/

/** Whether a command failed because of an error in the project. */
export const isOfProject = (command: string, diagnostics: readonly Diagnostic[]): boolean =>
  !(command in UNANSWERED) && diagnostics.every(({ code }) => OWN.test(code))

/** JSON output of a use case that could not be done. */
export interface Failure {
  readonly format: 1
  readonly outcome: string
  readonly diagnostics: readonly JsonDiagnostic[]
}

/** JSON output of a command that could not be done. */
export const jsonFailure = (command: string, diagnostics: readonly Diagnostic[]): Failure => ({
  format: 1,
  outcome: UNANSWERED[command] ?? 'failed',
  ...(command === 'check' && { project: null, sections: [] }),
  diagnostics: jsonDiagnostics(diagnostics),
})
