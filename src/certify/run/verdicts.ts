import type { Session } from '../../postgres/session.js'
import { ownSql } from '../../postgres/own-sql.js'

/** The registry's entry for a relation; nulls when there is none. Times are ISO, UTC, to the second. */
export interface Verdict {
  /** Quoted as in SQL. */
  readonly relation: string
  readonly status: string | null
  /** When the last certificate was given. A later run that fails keeps this time, but the certificate is no longer valid. */
  readonly certifiedAt: string | null
  readonly expiresAt: string | null
  readonly ageSeconds: number | null
  /** Negative when it has expired. */
  readonly expiresInSeconds: number | null
  /** Definitions that the verdict covers. */
  readonly definitions: number | null
  /** Captured days. */
  readonly days: number | null
  readonly notes: string | null
}

/** The verdicts on some relations, in their order. */
export const readVerdicts = (session: Session, relations: readonly string[]): Promise<Verdict[]> =>
  session.query<Verdict>(ownSql('certify/run/sql/verdicts'), [relations])
