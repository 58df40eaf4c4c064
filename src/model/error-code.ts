/**
 * SQLSTATE of an error of Postgres, or the system's code, such as `ENOENT`; undefined where an error has neither. Of the
 * first error when every address of a host name was tried.
 */
export function errorCode(error: unknown): string | undefined {
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0])
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** What went wrong in one line: the message of an error, or of the first inside an `AggregateError`. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  if (!(error instanceof Error)) return String(error)
  return error.message.trim().split('\n')[0] || errorCode(error) || error.name
}
