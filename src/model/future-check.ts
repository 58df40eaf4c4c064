import type { RelationName } from './relation-name.js'
import type { RowDifference } from './view-shuffle.js'

/** A row of a source that was inserted, changed or deleted; values are text, as Postgres writes them. */
export interface LateChange {
  /** `schema.table` */
  readonly source: string
  readonly kind: 'inserted' | 'changed' | 'deleted'
  /** Columns of the row: before the change; absent of one that was inserted. */
  readonly before?: Readonly<Record<string, string | null>>
  /** After the change; absent of one that was deleted. */
  readonly after?: Readonly<Record<string, string | null>>
}

/** Rows of an entrypoint that moved although their T0 is earlier than what was recorded. */
export interface Movement {
  /** The sampled T0: the changes were all recorded after it, and the rows have it or an earlier one. */
  readonly t0: string
  /** The smallest change that was found. */
  readonly changes: readonly LateChange[]
  /** What it does to the rows; null if reading them then raises an error. */
  readonly difference: RowDifference | null
  readonly error: string | null
}

/** What was done with the rows of a source. */
export interface SourceInFuture extends RelationName {
  readonly treatment: 'changed' | 'left alone'
  /** Why it was left alone, or what says when a row was recorded. */
  readonly because: string
}

/** Result of changing what was recorded after sampled T0s of an entrypoint. */
export interface FutureCheck extends RelationName {
  readonly outcome: 'same' | 'moved' | 'not checked'
  /** Why it was not checked; null otherwise. */
  readonly reason: string | null
  /** The sampled T0s. */
  readonly moments: readonly string[]
  /** Rows of the entrypoint that were compared, over all moments. */
  readonly rows: number
  /** Rows that were inserted, changed or deleted, over all moments. */
  readonly changes: number
  readonly sources: readonly SourceInFuture[]
  readonly movement: Movement | null
}
