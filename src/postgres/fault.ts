import { DiagnosticError } from '../model/diagnostic.js'

/** Every way in which a Postgres server cannot be had. The codes are stable; README lists them. */
export const faultCodes = {
  FS501: 'unknown provider name',
  FS502: 'the url provider was asked for and nothing names a database',
  FS503: 'not a Postgres URL',
  FS504: 'connection service not found',
  FS505: 'server not reached',
  FS506: 'sign-in refused',
  FS507: 'no such database',
  FS508: 'TLS could not be set up',
  FS509: 'server turned the connection away',
  FS510: 'embedded Postgres did not start',
  FS520: 'no native Postgres for this platform and major',
  FS521: 'native Postgres could not be installed',
  FS522: 'no ordinary user to run the native server as',
  FS523: 'initdb failed',
  FS524: 'native server did not start',
  FS530: '@testcontainers/postgresql is not installed',
  FS531: 'no Docker engine answers',
  FS532: 'Postgres container did not start',
} as const

export type FaultCode = keyof typeof faultCodes

/** A `DiagnosticError` with one diagnostic; `cause` is kept for whoever debugs, and not printed. */
export function fault(code: FaultCode, message: string, hint: string, cause?: unknown): DiagnosticError {
  const error = new DiagnosticError([{ code, place: {}, message, hint }])
  if (cause !== undefined) error.cause = cause
  return error
}

/** What went wrong in one line: the message of an error, or of the first inside an `AggregateError`. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  if (!(error instanceof Error)) return String(error)
  const code = (error as NodeJS.ErrnoException).code
  return error.message.trim().split('\n')[0] || code || error.name
}
