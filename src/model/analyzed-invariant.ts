import type { Place } from './diagnostic.js'

/** Whether an invariant holds, and how that is known. */
export type InvariantVerdict =
  /** True for every row that the relation can return. */
  | { readonly verdict: 'proven'; readonly by: 'analysis' | 'solver'; readonly because: string }
  /** Not true for a row that the relation returns for the given rows of the sources. */
  | { readonly verdict: 'refuted'; readonly because: string; readonly counterexample: Counterexample }
  | { readonly verdict: 'undecided'; readonly because: string }

/** Rows of the sources for which an invariant is not true. */
export interface Counterexample {
  /** Values as Postgres writes them. Columns that are not listed are NULL. */
  readonly rows: readonly {
    readonly relation: string
    readonly values: Readonly<Record<string, string | null>>
  }[]
}

/** A declared invariant with its verdict. */
export type AnalyzedInvariant = InvariantVerdict & {
  /** Name of the layer or view of whose rows it speaks. */
  readonly of: string
  /** The certified entrypoint, of an invariant of a certification; null otherwise. */
  readonly certifies: string | null
  readonly name: string
  readonly comment: string
  /** Its SQL in Kysely's own text, for readers. */
  readonly condition: string
  /** Columns of `of` that it mentions, sorted. */
  readonly columns: readonly string[]
  readonly place: Place
}
