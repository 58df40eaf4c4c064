import { errorCode } from '../../model/error-code.js'
import { type GuardCode, guardErrors } from '../../model/diagnostics/database-errors.js'

/** The error of Postgres when the guard refuses a read. */
export interface GuardError extends Error {
  readonly code: GuardCode
  readonly hint?: string
}

/**
 * Whether the guard itself has raised an error. Other errors of the audit schema, FSC05 to FSC12, have similar codes, but
 * do not mean that the guard refuses a read.
 */
export const isGuardError = (error: unknown): error is GuardError =>
  Object.hasOwn(guardErrors, errorCode(error) ?? '')
