import type { RelationName } from './relation-name.js'

/** What came of holding a view's compiled form to its plain one, over drawn rows. */
export interface ViewMeaning extends RelationName {
  readonly outcome: 'same' | 'different' | 'refused'
  /** How the forms differ, or why Postgres takes neither; null when they are the same. */
  readonly difference: string | null
  /** Rows that were compared. */
  readonly rows: number
  /** Columns that no row has a value in. */
  readonly alwaysNull: readonly string[]
  /** Columns that have one and the same value in every row. */
  readonly alwaysSame: readonly string[]
}
