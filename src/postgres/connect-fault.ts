import type { DiagnosticError } from '../model/diagnostic.js'
import { fault, reasonOf } from './fault.js'

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
export function connectFault(error: unknown, target: Target): DiagnosticError {
  const where = target.host.startsWith('/')
    ? `${target.host} (port ${target.port})`
    : `${target.host}:${target.port}`
  const code = codeOf(error)
  const reason = reasonOf(error)
  if (/SSL|TLS|certificate|CERT/.test(`${code} ${reason}`)) {
    const hint =
      'Set sslmode in the URL (disable, require, verify-full) or PGSSLMODE to what the server offers.'
    return fault('FS508', `No TLS connection with ${where}: ${reason}.`, hint, error)
  }
  if (unreachable.test(code) || /terminated unexpectedly|timeout expired/.test(reason)) {
    const hint =
      'Check that the server runs, listens there and is not behind a firewall, and that the name is right.'
    return fault('FS505', `No Postgres server answers at ${where}: ${reason}.`, hint, error)
  }
  if (code.startsWith('28') || /SASL|password/i.test(reason)) {
    const hint = 'Check user and password: in the URL, PGUSER and PGPASSWORD, or ~/.pgpass; and pg_hba.conf.'
    return fault('FS506', `${where} does not let ${target.user ?? 'this user'} in: ${reason}.`, hint, error)
  }
  if (code === '3D000') {
    const hint = `Create it (createdb ${target.database ?? ''}), or name another database.`
    return fault('FS507', `${where} has no database ${target.database ?? ''}.`, hint, error)
  }
  const hint = 'Wait until it takes connections, or see to what it names.'
  return fault('FS509', `${where} turned the connection away: ${reason}.`, hint, error)
}

/** SQLSTATE, or the system's error code; of the first error when every address of a host name was tried. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return typeof code === 'string' ? code : ''
}
