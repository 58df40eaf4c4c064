import type { ViewExtra } from '../../model/live-catalog.js'

/**
 * One difference between two states of a relation. `before` is the accepted, committed or live state; `after` is the
 * compiled one. For options, rules and triggers of a view they are null if absent.
 */
export type Change = Readonly<
  { relation: string } & (
    | { kind: 'relation added' | 'relation removed' }
    | { kind: 'definition'; before: string; after: string; effect: Effect }
    | { kind: 'column added' | 'column removed'; column: string; type: string }
    | { kind: 'column type'; column: string; before: string; after: string }
    | { kind: 'column nullability'; column: string; before: Nullable; after: Nullable }
    | { kind: 'column values'; column: string; before: string; after: string; allows: Allowed }
    | { kind: 'column order'; before: string; after: string }
    | { kind: 'relation kind' | 'key' | 'relation comment'; before: string; after: string }
    | { kind: `view ${ViewExtra['kind']}`; name: string; before: string | null; after: string | null }
    | { kind: 'column comment'; column: string; before: string; after: string }
  )
>

/** How the result of a view changes under its new definition. */
export interface Effect {
  /** Whether the set of rows may change. */
  readonly rows: boolean
  /** Columns whose values are computed differently, in output order. */
  readonly columns: readonly string[]
  /** False if only the text was compared; then all rows and columns count as changed. */
  readonly known: boolean
}

/** Values that a column can have, compared with those before. */
export type Allowed = 'more' | 'fewer' | 'others'

export type Nullable = 'never null' | 'nullable'

export type ChangeKind = Change['kind']

/** The changed column; undefined if the change concerns the whole relation. */
export const columnOf = (change: Change): string | undefined =>
  'column' in change ? change.column : undefined
