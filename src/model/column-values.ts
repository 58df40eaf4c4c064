/**
 * The values that a column can have where it is not NULL: all of them in order, or the least and the greatest integer, null
 * where there is no bound. Texts and integers are as a client reads them; an integer beyond 2^53 is never listed.
 */
export type ColumnValues =
  | { readonly oneOf: readonly (number | string | boolean)[] }
  | { readonly min: number | null; readonly max: number | null }

/** What is proven of a column in some rows. */
export interface ColumnState {
  readonly name: string
  /** Whether it is known (never NULL) or unknown (always NULL) in these rows; `both` occur where it is not proven. */
  readonly known: 'always' | 'never' | 'both'
  /** The values that it has in these rows; absent where nothing is proven. */
  readonly values?: ColumnValues
}

/** Columns of a view that are known or unknown together: each row is in exactly one of the cases. */
export interface EvidenceGroup {
  /** The columns that tell the cases apart: by their values, of which each case has one, or by whether they are NULL. */
  readonly by: readonly string[]
  /** Each with the state of the same columns, the telling ones first. */
  readonly cases: readonly (readonly ColumnState[])[]
}
