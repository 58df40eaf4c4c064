import type { Certificate } from './certificate.js'

/** Codes of what can go wrong when a trainer reads; `fusion explain FS421` explains one. */
export type ReaderCode =
  | 'FS421'
  | 'FS422'
  | 'FS423'
  | 'FS424'
  | 'FS425'
  | 'FS426'
  | 'FS427'
  | 'FS428'
  | 'FS429'
  | 'FS430'
  | 'FS431'
  | 'FS432'
  | 'FS433'
  | 'FS434'

interface Details {
  /** SQLSTATE, where the database said it. */
  readonly sqlState?: string
  /** Rows that were handed out before. */
  readonly rows?: number
  readonly cause?: unknown
}

/** Thrown when a read cannot be what was asked for. Rows that were handed out before it are those of the snapshot. */
export class ReaderError extends Error {
  override readonly name = 'ReaderError'
  readonly code: ReaderCode
  /** What to do. */
  readonly hint: string
  readonly sqlState: string | undefined
  /** Rows that were handed out before. */
  readonly rows: number

  constructor(code: ReaderCode, message: string, hint: string, { sqlState, rows = 0, cause }: Details = {}) {
    super(`${code} ${message}\n  ${hint}`, cause === undefined ? {} : { cause })
    this.code = code
    this.hint = hint
    this.sqlState = sqlState
    this.rows = rows
  }
}

export const aborted = (details: Details = {}): ReaderError =>
  new ReaderError('FS426', 'the read was aborted', 'Read again to have all rows.', details)

export const inTransaction = (details: Details = {}): ReaderError =>
  new ReaderError(
    'FS433',
    'the client is in a transaction or has another read open',
    'End it first, or give a pool: a read has a transaction of its own.',
    details,
  )

export const notConnected = (details: Details = {}): ReaderError =>
  new ReaderError(
    'FS428',
    details.cause === undefined
      ? 'the client is not connected'
      : `there is no connection: ${messageOf(details.cause)}`,
    'Connect a client before it is given, and check host, port and password.',
    details,
  )

export const expired = ({ entrypoint }: Pick<Certificate, 'entrypoint'>, rows: number): ReaderError =>
  new ReaderError(
    'FS425',
    `the certificate of ${entrypoint} expired during the read`,
    'Certify more often than maxAge, read less at once, or read a stored form.',
    { rows },
  )

/** SQLSTATEs of the guard. */
const REFUSED = /^FSC\d\d$/
const NO_PRIVILEGE = new Set(['42501'])
const NOT_THERE = new Set(['3F000', '42P01', '42703', '42883'])
const CANCELED = '57014'
const ABORTED_TRANSACTION = '25P02'
/** Of class 08, and those with which a server ends its sessions. */
const LOST = /^(08...|57P0[1-5]|ECONNRESET|EPIPE|ETIMEDOUT)$/

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT', 'EACCES'])

const codeOf = (error: unknown): string => {
  const code: unknown = Object(error).code
  return typeof code === 'string' ? code : ''
}

/** Whether the database could not read a value as one of its type: SQLSTATEs of class 22. */
export const isInvalidValue = (error: unknown): boolean => codeOf(error).startsWith('22')

/** The error that a trainer gets for one of the driver, with what to do. */
export function asReaderError(error: unknown, rows: number, signal?: AbortSignal): unknown {
  if (error instanceof ReaderError) return error
  if (NOT_REACHED.has(codeOf(error)) && signal?.aborted !== true) return notConnected({ rows, cause: error })
  const code = codeOf(error)
  const said = messageOf(error)
  const details = { ...(/^[0-9A-Z]{5}$/.test(code) && { sqlState: code }), rows, cause: error }
  if (signal?.aborted === true) return aborted(details)
  if (REFUSED.test(code)) {
    const hint: unknown = Object(error).hint
    return new ReaderError(
      'FS424',
      said,
      `${typeof hint === 'string' ? hint : ''} fusion explain ${code} says more.`.trim(),
      details,
    )
  }
  if (NO_PRIVILEGE.has(code))
    return new ReaderError(
      'FS429',
      `this role may not read the store: ${said}`,
      'Connect as a member of the trainer role of the certification: GRANT … TO the login role.',
      details,
    )
  if (NOT_THERE.has(code))
    return new ReaderError(
      'FS430',
      `the database has not what the generated files describe: ${said}`,
      'Install the generated SQL of the same build, psql -f generated/sql/install.sql, or build for this database.',
      details,
    )
  if (isInvalidValue(error))
    return new ReaderError(
      'FS421',
      `a value cannot be what it is given for: ${said}`,
      'Give keys values of their type.',
      details,
    )
  if (code === ABORTED_TRANSACTION) return inTransaction(details)
  if (code === CANCELED)
    return new ReaderError(
      'FS427',
      `the query was canceled: ${said}`,
      'Give more time with timeout, or read less at once.',
      details,
    )
  if (LOST.test(code) || /Connection terminated|Client has encountered|connection is closed/i.test(said))
    return new ReaderError(
      'FS428',
      `the connection was lost: ${said}`,
      'Connect again and read again: a snapshot ends with its connection.',
      details,
    )
  return error
}
