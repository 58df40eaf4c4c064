import type { Domain } from './domain.js'
import type { Term, Terms } from './terms.js'

/** Something that holds between terms and is not part of any of them. */
export type Link =
  /** An aggregate that is NULL exactly when no row counts for it. */
  | { readonly kind: 'nullIfZero'; readonly value: Term; readonly count: Term }
  /** Neither is NULL, and the left integer is not greater than the right one. */
  | { readonly kind: 'atMost'; readonly left: Term; readonly right: Term }

/** A term with what it is, or is supposed to be. */
export type Assumption = readonly [term: Term, domain: Domain]

/** The values of one query: its output columns as terms, and what holds of them in every row. */
export interface Problem {
  readonly terms: Terms
  readonly columns: readonly Term[]
  /** Conditions that are TRUE in every row. */
  readonly axioms: readonly Term[]
  readonly links: readonly Link[]
  /** What is known of terms in every row. */
  readonly bounds: readonly Assumption[]
}
