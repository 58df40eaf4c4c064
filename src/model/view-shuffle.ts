import type { RelationName } from './relation-name.js'

/** How the rows of a view differ between two orders or plans; values are text, as Postgres writes them. */
export interface RowDifference {
  /** Rows of the first reading that the other one lacks, or the reverse: the larger number. */
  readonly rows: number
  /** The first columns that both rows of the example agree in; empty when a row has no counterpart. */
  readonly where: readonly ShuffledCell[]
  /** Columns in which the rows of the example differ; of a row without a counterpart, all of them. */
  readonly columns: readonly {
    readonly name: string
    /** Null when it is NULL; absent when there is no such row. */
    readonly before?: string | null
    readonly after?: string | null
  }[]
}

export interface ShuffledCell {
  readonly name: string
  readonly value: string | null
}

/** Result of reading a view over the same rows in other orders and with other plans. */
export interface ViewShuffle extends RelationName {
  readonly outcome: 'same' | 'different' | 'not compared'
  /** Rows of the first reading. */
  readonly rows: number
  /** The first round that gave something else, in words; null unless the view is different. */
  readonly round: string | null
  /** Null when it is an error that differs, or nothing. */
  readonly difference: RowDifference | null
  /** Why it was not compared, or which error was raised in one reading and not in the other. */
  readonly reason: string | null
  /** Display names of views that it reads and that are different too. */
  readonly after: readonly string[]
}

/** How much of a source was read. */
export interface SourceSample extends RelationName {
  /** Rows that were copied. */
  readonly rows: number
  /** Rows that it has. */
  readonly of: number
}

/** Result of shuffling a project. */
export interface Shuffle {
  readonly views: readonly ViewShuffle[]
  readonly sources: readonly SourceSample[]
  /** How often each view was read. */
  readonly rounds: number
}
