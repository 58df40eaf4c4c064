import type { ViewExtra } from '../../model/live-catalog.js'

/**
 * One difference between two states of a relation. `before` is what was accepted, committed or is live; `after` is
 * what the project compiles to now; of what a view has beside its query, null where it has none.
 */
export type Change = Readonly<
  { relation: string } & (
    | { kind: 'relation added' | 'relation removed' }
    | { kind: 'definition'; before: string; after: string; effect: Effect }
    | { kind: 'column added' | 'column removed'; column: string; type: string }
    | { kind: 'column type'; column: string; before: string; after: string }
    | { kind: 'column nullability'; column: string; before: Nullable; after: Nullable }
    | { kind: 'column order'; before: string; after: string }
    | { kind: 'relation kind' | 'key' | 'relation comment'; before: string; after: string }
    | { kind: `view ${ViewExtra['kind']}`; name: string; before: string | null; after: string | null }
    | { kind: 'column comment'; column: string; before: string; after: string }
  )
>

/** What a view gives otherwise under its new definition. */
export interface Effect {
  /** Whether it may be other rows. */
  readonly rows: boolean
  /** Columns whose values are computed otherwise, in output order. */
  readonly columns: readonly string[]
  /** False when nobody has looked closer than at the text; it is all rows and columns then. */
  readonly known: boolean
}

export type Nullable = 'never null' | 'nullable'

export type ChangeKind = Change['kind']

/** The column that a change is about; undefined when it is about the whole relation. */
export const columnOf = (change: Change): string | undefined =>
  'column' in change ? change.column : undefined
