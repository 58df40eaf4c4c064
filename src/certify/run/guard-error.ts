import { errorCode } from '../../model/error-code.js'
import { type GuardCode, guardErrors } from '../../model/diagnostics/database-errors.js'

/** What Postgres gives when the guard lets a reader not through. */
export interface GuardError extends Error {
  readonly code: GuardCode
  readonly hint?: string
}

/**
 * Whether the guard itself has raised an error. Others of the audit schema have codes of the same form, FSC05 to FSC12:
 * they say that something could not be done, and nothing of whether a relation may be read.
 */
export const isGuardError = (error: unknown): error is GuardError =>
  Object.hasOwn(guardErrors, errorCode(error) ?? '')
