import type { RelationName } from './relation-name.js'

/** Result of comparing a view's compiled form with its plain form, over generated rows. */
export interface ViewMeaning extends RelationName {
  readonly outcome: 'same' | 'different' | 'refused'
  /** How the forms differ, or why Postgres accepts neither; null when they are the same. */
  readonly difference: string | null
  /** Rows that were compared. */
  readonly rows: number
  /** Columns that no row has a value in. */
  readonly alwaysNull: readonly string[]
  /** Columns that have the same value in every row. */
  readonly alwaysSame: readonly string[]
}
