import type { Diagnostic } from '../model/diagnostic.js'
import { jsonDiagnostics, type JsonDiagnostic } from './json-diagnostics.js'

/**
 * Commands that are asked a question. Whatever keeps them from answering means that the answer could not be determined,
 * a mistake in the project too, and their outcome says so.
 */
const UNANSWERED: Readonly<Record<string, string>> = {
  check: 'not checked',
  certify: 'not run',
  capture: 'not run',
  status: 'not run',
  verify: 'not run',
}

/** Diagnostics of the project's own modules and views; all others are of the world around it. */
const OWN = /^FS[1-4]/

/** Whether a command failed because of the project itself, and not because it could not answer. */
export const isOfProject = (command: string, diagnostics: readonly Diagnostic[]): boolean =>
  !(command in UNANSWERED) && diagnostics.every(({ code }) => OWN.test(code))

/** What a use case reports that was not done. */
export interface Failure {
  readonly format: 1
  readonly outcome: string
  readonly diagnostics: readonly JsonDiagnostic[]
}

/** What a command prints with `--format json` when it could not be done. */
export const jsonFailure = (command: string, diagnostics: readonly Diagnostic[]): Failure => ({
  format: 1,
  outcome: UNANSWERED[command] ?? 'failed',
  ...(command === 'check' && { project: null, sections: [] }),
  diagnostics: jsonDiagnostics(diagnostics),
})
