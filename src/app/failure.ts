import type { Diagnostic } from '../model/diagnostic.js'
import { jsonDiagnostics, type JsonDiagnostic } from './json-diagnostics.js'

/**
 * Commands that are asked a question. Whatever keeps them from answering means that the answer could not be determined,
 * a mistake in the project too, and their outcome says so.
 */
const UNANSWERED = {
  check: 'not checked',
  certify: 'not run',
  capture: 'not run',
  status: 'not run',
  verify: 'not run',
  refresh: 'not run',
  export: 'not run',
} as const

const isUnanswered = (command: string): command is keyof typeof UNANSWERED =>
  Object.hasOwn(UNANSWERED, command)

/** Diagnostics of the project's own modules and views; all others are of the world around it. */
const OWN = /^FS[1-4]/

/** Whether a command failed because of the project itself, and not because it could not answer. */
export const isOfProject = (command: string, diagnostics: readonly Diagnostic[]): boolean =>
  !isUnanswered(command) && diagnostics.every(({ code }) => OWN.test(code))

/** What a use case reports that was not done. */
export type Failure<Outcome extends string = string> = {
  readonly format: 1
  readonly outcome: Outcome
  readonly diagnostics: readonly JsonDiagnostic[]
}

/** `failed`, or that a question was not answered. */
export type FailedOutcome<Command extends string> = Command extends keyof typeof UNANSWERED
  ? (typeof UNANSWERED)[Command]
  : 'failed'

/** What a command prints with `--format json` when it could not be done. */
export const jsonFailure = (command: string, diagnostics: readonly Diagnostic[]): Failure => ({
  format: 1,
  outcome: isUnanswered(command) ? UNANSWERED[command] : 'failed',
  ...(command === 'check' && {
    project: null,
    class: null,
    step: 'none',
    isEquivalent: false,
    sections: [],
    notes: [],
  }),
  diagnostics: jsonDiagnostics(diagnostics),
})
