import type { Session } from '../../postgres/session.js'
import { ownSql } from '../../postgres/own-sql.js'

/** What the registry says of a relation; nulls when it is not there. Times are ISO, UTC, to the second. */
export interface Verdict {
  /** As SQL writes it. */
  readonly relation: string
  readonly status: string | null
  /** When the last certificate was given. A later run that fails keeps it and takes its force. */
  readonly certifiedAt: string | null
  readonly expiresAt: string | null
  readonly ageSeconds: number | null
  /** Negative when it has expired. */
  readonly expiresInSeconds: number | null
  /** Definitions that the verdict covers. */
  readonly definitions: number | null
  /** Days that have a baseline. */
  readonly days: number | null
  readonly notes: string | null
}

/** The verdicts on some relations, in their order. */
export const readVerdicts = (session: Session, relations: readonly string[]): Promise<Verdict[]> =>
  session.query<Verdict>(ownSql('certify/run/sql/verdicts'), [relations])
