import { type DiagnosticError, diagnosticError } from '../model/diagnostic.js'
import { errorCode, reasonOf } from '../model/error-code.js'

/** Target of a connection attempt. A `pg` client has these fields; its password is not used. */
export interface Target {
  readonly host: string
  readonly port: number
  readonly user?: string | undefined
  readonly database?: string | undefined
}

const unreachable =
  /^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|ENOENT|EACCES)$/

/** Turns a failed connection into a diagnostic. */
export function connectDiagnostic(error: unknown, target: Target): DiagnosticError {
  const where = target.host.startsWith('/')
    ? `${target.host} (port ${target.port})`
    : `${target.host}:${target.port}`
  const code = errorCode(error) ?? ''
  const reason = reasonOf(error)
  if (/SSL|TLS|certificate|CERT/.test(`${code} ${reason}`)) {
    const hint =
      'Set sslmode in the URL (disable, require, verify-full) or PGSSLMODE to a mode that the server supports.'
    return diagnosticError(
      'FS508',
      `Cannot establish a TLS connection with ${where}: ${reason}.`,
      hint,
      error,
    )
  }
  if (unreachable.test(code) || /terminated unexpectedly|timeout expired/.test(reason)) {
    const hint = 'Check that the server is running and reachable, and that host and port are correct.'
    return diagnosticError('FS505', `No Postgres server responds at ${where}: ${reason}.`, hint, error)
  }
  if (code.startsWith('28') || /SASL|password/i.test(reason)) {
    const hint =
      'Check user and password (in the URL, PGUSER and PGPASSWORD, or ~/.pgpass), and pg_hba.conf on the server.'
    return diagnosticError(
      'FS506',
      `${where} does not accept user ${target.user ?? 'unknown'}: ${reason}.`,
      hint,
      error,
    )
  }
  if (code === '3D000') {
    const hint = `Create it (createdb ${target.database ?? ''}), or use another database.`
    return diagnosticError('FS507', `${where} has no database ${target.database ?? ''}.`, hint, error)
  }
  const hint = 'Wait until it accepts connections, or fix the reported cause.'
  return diagnosticError('FS509', `${where} refused the connection: ${reason}.`, hint, error)
}
