import { ownSql } from '../../postgres/own-sql.js'
import type { Session } from '../../postgres/session.js'
import { inTransaction } from './in-transaction.js'

/** How rows were computed: all of them, or those with recorded changes. */
export type RefreshedHow = 'whole' | 'keys'

/** What a refresh of a stored relation did. */
export interface RefreshedRelation {
  readonly how: RefreshedHow
  /** Rows after it. */
  readonly rows: number
  /** Recorded changes that it took up. Null, as the counts of rows, for a materialized view. */
  readonly changes: number | null
  readonly inserted: number | null
  readonly updated: number | null
  readonly deleted: number | null
  readonly milliseconds: number
}

/** The state of a stored relation. Times are ISO, UTC, to the second; nulls before its first refresh. */
export interface StoredStatus {
  /** Quoted as in SQL, as is the view. */
  readonly relation: string
  readonly live: string
  readonly refresh: 'full' | 'byKey'
  readonly track: 'triggers' | 'compare'
  readonly maxAge: string
  readonly rows: number | null
  /** Recorded changes that no refresh has taken up; null where changes are not recorded. */
  readonly pending: number | null
  readonly oldestChange: string | null
  readonly oldestSeconds: number | null
  readonly refreshedAt: string | null
  readonly refreshedSeconds: number | null
  readonly how: RefreshedHow | null
  readonly changes: number | null
  readonly inserted: number | null
  readonly updated: number | null
  readonly deleted: number | null
  readonly milliseconds: number | null
  /** Why guards refuse its readers; null when they do not. */
  readonly problem: string | null
}

/** What a refresh of a stored relation would do. */
export interface RefreshPlan {
  readonly how: RefreshedHow
  /** Why all rows would be computed; null where they would not. */
  readonly why: string | null
  /** Recorded changes; null where changes are not recorded. */
  readonly pending: number | null
  /** Rows now; null before the first refresh. */
  readonly rows: number | null
}

/** How many rows of a stored relation differ from those of its view. Rows that wait for a refresh are not compared. */
export interface StoredDifferences {
  readonly compared: number
  readonly missing: number
  readonly surplus: number
  readonly changed: number
}

async function oneRow<R>(session: Session, sql: string, params: readonly unknown[]): Promise<R> {
  const [row] = await session.query<R>(sql, params)
  if (row === undefined) throw new Error('the result is one row')
  return row
}

const NUMBER = 'pg_catalog.float8'

/** Refreshes one relation in a transaction of its own. */
export const refreshOne = (session: Session, relation: string, whole: boolean): Promise<RefreshedRelation> =>
  inTransaction(session, () =>
    oneRow(
      session,
      `SELECT r.how, r.row_count::${NUMBER} AS rows, r.changes::${NUMBER} AS changes,
        r.inserted::${NUMBER} AS inserted, r.updated::${NUMBER} AS updated, r.deleted::${NUMBER} AS deleted,
        r.duration_ms::${NUMBER} AS milliseconds
      FROM audit.refresh_one($1::text, $2::bool) r`,
      [relation, whole],
    ),
  )

/** What {@link refreshOne} would do. Writes nothing. */
export const planRefresh = (session: Session, relation: string, whole: boolean): Promise<RefreshPlan> =>
  oneRow(
    session,
    `SELECT p.how, p.why, p.pending::${NUMBER} AS pending, p.row_count::${NUMBER} AS rows
    FROM audit.refresh_plan($1::text, $2::bool) p`,
    [relation, whole],
  )

/** The states of some relations; those that the database does not know are left out. */
export const readStored = (
  session: Session,
  relations: readonly string[],
): Promise<readonly StoredStatus[]> =>
  session.query<StoredStatus>(ownSql('certify/run/sql/stored-status'), [relations])

/** Compares all rows of a relation with its view. */
export const compareStored = (session: Session, relation: string): Promise<StoredDifferences> =>
  oneRow(
    session,
    `SELECT d.compared::${NUMBER} AS compared, d.missing::${NUMBER} AS missing, d.surplus::${NUMBER} AS surplus,
      d.changed::${NUMBER} AS changed
    FROM audit.stored_differences($1::text) d`,
    [relation],
  )
