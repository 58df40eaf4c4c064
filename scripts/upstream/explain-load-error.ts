/** Hints for common errors when filling a database, by Postgres or Node error code. */
const HINTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Is the server running, and are host and port of --database-url right?',
  ENOTFOUND: 'The host name of --database-url is unknown.',
  '28P01': 'User name or password of --database-url is wrong.',
  '3D000': 'Create the database first.',
  '3F000': 'Pass --create to create the schemas and tables.',
  '42P01': 'Pass --create to create the tables.',
  '42P07': 'The tables already exist: omit --create, or use an empty database.',
  '23505': 'The tables already contain rows with these keys: use an empty database.',
  '42501': 'The role lacks the privilege; use one that owns the tables.',
}

/** One or two readable lines for an error. Nothing was written: the transaction is rolled back. */
export function explainLoadError(error: unknown): string {
  const code = codeOf(error)
  const hint = code === undefined ? undefined : HINTS[code]
  return `error: ${messageOf(error)}${hint === undefined ? '' : `\n  hint: ${hint}`}`
}

function messageOf(error: unknown): string {
  // Node reports a host that resolves to several addresses as one error without a message, around one for each.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
