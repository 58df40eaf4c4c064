import { type Diagnostic, DiagnosticError } from '../model/diagnostic.js'

const LOST = /^(ECONN|EPIPE|ETIMEDOUT|read ECONN)|Connection terminated/

/** Turns an error of Postgres or a lost connection into a diagnostic. Anything else is a bug and is returned unchanged. */
export function databaseFailure(error: unknown, diagnostic: (message: string) => Diagnostic): unknown {
  if (!(error instanceof Error) || error instanceof DiagnosticError) return error
  if (!('severity' in error) && !LOST.test(error.message)) return error
  return new DiagnosticError([diagnostic(error.message)], { cause: error })
}
