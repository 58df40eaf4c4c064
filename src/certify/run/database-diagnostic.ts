import { type Diagnostic, DiagnosticError, diagnosticError } from '../../model/diagnostic.js'
import type { DiagnosticCode } from '../../model/diagnostics/registry.js'
import { errorCode, reasonOf } from '../../model/error-code.js'

/** The attempted work on a database, for the text of a diagnostic. */
export interface Attempt {
  /** What is read or called there. */
  readonly of: 'audit' | 'store'
  /** The state after a failure, as shown to the user: "nothing was written, and …". Empty for what only reads. */
  readonly left: string
  /** Who has the privilege, as in "Connect as …". */
  readonly who: string
}

interface ServerError extends Error {
  readonly code: string
  readonly hint?: string
}

const RUN_FILES = 'Run psql -f generated/sql/install.sql.'

/** By SQLSTATE, or the beginning of one, in this order. */
const RULES: readonly (readonly [RegExp, (error: ServerError, attempt: Attempt) => Diagnostic])[] = [
  [/^(08|57P0)/, (error, attempt) => connectionLost(error, attempt)],
  [/^FSC01$/, (error) => diagnostic('FS903', error.message, error.hint ?? RUN_FILES)],
  [/^42501$/, (error, attempt) => notAllowed(error, attempt)],
  [/^(57014|55P03|40P01)$/, stopped],
  [/^25006$/, readOnly],
  [
    /^55000$/,
    (error, attempt) => (/populated/.test(error.message) ? noRows(error) : refused(error, attempt)),
  ],
  [/^(3F000|42P01|42883|42703)$/, (error, { of }) => (of === 'audit' ? noAudit(error) : noStore(error))],
]

const diagnostic = (code: DiagnosticCode, message: string, hint: string): Diagnostic => ({
  code,
  place: {},
  message,
  hint,
})

/** Turns an error of a database into a diagnostic. Any other error is returned as it is, because it is a bug. */
export function databaseDiagnostic(error: unknown, attempt: Attempt): unknown {
  if (!(error instanceof Error) || error instanceof DiagnosticError) return error
  const found = isServerError(error)
    ? (RULES.find(([codes]) => codes.test(error.code))?.[1] ?? refused)(error, attempt)
    : CONNECTION.test(`${errorCode(error)} ${error.message}`)
      ? connectionLost(error, attempt)
      : undefined
  return found ? new DiagnosticError([found], { cause: error }) : error
}

/** The connection was lost during COMMIT. The client cannot tell whether the outcome was written. */
export function commitDiagnostic(error: unknown): DiagnosticError {
  const message = `the connection was lost while the outcome was being written (${reasonOf(error)}), so it may be written or not`
  return diagnosticError('FS909', message, 'Check with fusion status, and run it again if necessary.', error)
}

/** The procedure was generated for another entrypoint. Its work is rolled back. */
export const anotherEntrypoint = (procedure: string, entrypoint: string): DiagnosticError =>
  diagnosticError(
    'FS903',
    `${procedure} of the database certifies a different entrypoint than ${entrypoint}`,
    RUN_FILES,
  )

const CONNECTION = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET)|Connection terminated|not queryable|connection error/

/** Only errors of the server have a severity. */
const isServerError = (error: Error): error is ServerError => 'severity' in error && 'code' in error

const and = (left: string): string => (left === '' ? '' : `; ${left}`)

const connectionLost = (error: Error, { left }: Attempt): Diagnostic =>
  diagnostic(
    'FS905',
    `the connection to the database was lost (${reasonOf(error)})${and(left)}`,
    'Run it again when the database responds.',
  )

const notAllowed = (error: ServerError, { who, left }: Attempt): Diagnostic =>
  diagnostic('FS904', `permission denied by the database: ${error.message}${and(left)}`, `Connect as ${who}.`)

function stopped(error: ServerError, { left }: Attempt): Diagnostic {
  const hint =
    'Raise statement_timeout or lock_timeout for this role, check fewer days, or find out who holds a lock (pg_stat_activity).'
  return diagnostic('FS906', `the database stopped it: ${error.message}${and(left)}`, hint)
}

function readOnly(error: ServerError): Diagnostic {
  const hint =
    'Connect to the primary instead of a standby, and check whether default_transaction_read_only is set.'
  return diagnostic('FS910', `the database is read-only: ${error.message}`, hint)
}

const noAudit = (error: ServerError): Diagnostic =>
  diagnostic('FS902', `the database has no audit schema, or an older one: ${error.message}`, RUN_FILES)

const noStore = (error: ServerError): Diagnostic =>
  diagnostic('FS908', `the store is missing or incomplete in the database: ${error.message}`, RUN_FILES)

/** A materialized view before its first refresh. */
const noRows = (error: ServerError): Diagnostic =>
  diagnostic(
    'FS908',
    `the store is missing or incomplete in the database: ${error.message}`,
    'Run fusion refresh first, or CALL audit.refresh_stored().',
  )

const refused = (error: ServerError, { left }: Attempt): Diagnostic =>
  diagnostic(
    'FS907',
    `the database reported an error: ${error.message} (${error.code})${and(left)}`,
    error.hint ?? 'Check the log of the server.',
  )
