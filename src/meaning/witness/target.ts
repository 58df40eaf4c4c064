/** What one query of a target returned. */
export type Reading = { readonly rows: readonly (readonly (string | null)[])[] } | { readonly error: string }

/** Something that the rows of a witness show. */
export interface Sign {
  /** What it is about: a column, the rows, an invariant. */
  readonly of: string
  /** In which way it shows, such as a value or an error. While a witness is made smaller, it keeps showing this way. */
  readonly how: string
}

/**
 * What a search looks for. The queries can be about any relations that exist; each returns one column `row` of type
 * `text[]`. A condition that has to hold in every row of a view is a target with one query for the rows that violate it.
 */
export interface Target {
  readonly queries: readonly string[]
  /** What the readings show, in the order of the queries; none if there is nothing to report. */
  readonly signs: (readings: readonly Reading[]) => readonly Sign[]
  /** What is looked for. The search ends when each has a witness. */
  readonly wanted: readonly string[]
  /**
   * The target for only one of those that are wanted. It is cheaper to read, and an error elsewhere does not hide it.
   * Absent if the target is for one thing only.
   */
  readonly narrowed?: (of: string) => Target
  /** Must show nothing over the rows of a witness: a view that returns other rows each time proves nothing. */
  readonly control?: Target
}
