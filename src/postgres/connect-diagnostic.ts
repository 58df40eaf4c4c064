import { type DiagnosticError, diagnosticError } from '../model/diagnostic.js'
import { errorCode, reasonOf } from '../model/error-code.js'

/** Where and as whom a connection was tried; a `pg` client has all of these, its password is not looked at. */
export interface Target {
  readonly host: string
  readonly port: number
  readonly user?: string | undefined
  readonly database?: string | undefined
}

const unreachable =
  /^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|ENOENT|EACCES)$/

/** What a failed connection means for the user. */
export function connectDiagnostic(error: unknown, target: Target): DiagnosticError {
  const where = target.host.startsWith('/')
    ? `${target.host} (port ${target.port})`
    : `${target.host}:${target.port}`
  const code = errorCode(error) ?? ''
  const reason = reasonOf(error)
  if (/SSL|TLS|certificate|CERT/.test(`${code} ${reason}`)) {
    const hint =
      'Set sslmode in the URL (disable, require, verify-full) or PGSSLMODE to what the server offers.'
    return diagnosticError('FS508', `No TLS connection with ${where}: ${reason}.`, hint, error)
  }
  if (unreachable.test(code) || /terminated unexpectedly|timeout expired/.test(reason)) {
    const hint =
      'Check that the server runs, listens there and is not behind a firewall, and that the name is right.'
    return diagnosticError('FS505', `No Postgres server answers at ${where}: ${reason}.`, hint, error)
  }
  if (code.startsWith('28') || /SASL|password/i.test(reason)) {
    const hint = 'Check user and password: in the URL, PGUSER and PGPASSWORD, or ~/.pgpass; and pg_hba.conf.'
    return diagnosticError(
      'FS506',
      `${where} does not let ${target.user ?? 'this user'} in: ${reason}.`,
      hint,
      error,
    )
  }
  if (code === '3D000') {
    const hint = `Create it (createdb ${target.database ?? ''}), or name another database.`
    return diagnosticError('FS507', `${where} has no database ${target.database ?? ''}.`, hint, error)
  }
  const hint = 'Wait until it takes connections, or see to what it names.'
  return diagnosticError('FS509', `${where} turned the connection away: ${reason}.`, hint, error)
}
