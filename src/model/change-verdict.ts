/**
 * What a change means to a reader. `documentation`: comments only. `equivalent`: proven to return the same for every input.
 * `additive`: everything that was there is proven to be the same, and something was added that no reader could depend on.
 * `breaking`: everything else, including what could not be decided.
 */
export type ChangeClass = 'documentation' | 'equivalent' | 'additive' | 'breaking'

/** The part of a semantic version that a change raises. */
export type VersionStep = 'none' | 'patch' | 'minor' | 'major'

/**
 * `equivalent`: proven to be the same for every input. `wider` and `narrower`: the values are proven to be the same, and the
 * type, the nullability or the listed values allow more or less than before. `different`: a witness shows a difference, or
 * the type is another one. `undecided`: neither proven nor refuted, and treated as different.
 */
export type PartMeaning = 'equivalent' | 'wider' | 'narrower' | 'different' | 'undecided'

/** A value as Postgres prints it; null is NULL. */
export interface WitnessCell {
  readonly column: string
  readonly value: string | null
}

/** Rows of one source. */
export interface WitnessSource {
  readonly relation: string
  readonly rows: readonly (readonly WitnessCell[])[]
}

/** What one version of a view returns: a row, no such row, or an error. */
export type WitnessOutput =
  | { readonly kind: 'row'; readonly cells: readonly WitnessCell[] }
  | { readonly kind: 'no row' }
  | { readonly kind: 'error'; readonly message: string }

/** Source rows over which two versions of a view differ. */
export interface ChangeWitness {
  /** All rows of the sources; those without a row are left out, and so are columns that do not matter. */
  readonly sources: readonly WitnessSource[]
  readonly before: WitnessOutput
  readonly after: WitnessOutput
}

/** What became of one part of a changed view. */
export interface PartVerdict {
  readonly meaning: PartMeaning
  /** The reason, as a clause without a full stop. */
  readonly because: string
  /** Present if the search found rows that show a difference. */
  readonly witness: ChangeWitness | null
}

export interface ColumnVerdict extends PartVerdict {
  readonly column: string
}

/** What the changes of one relation mean. */
export interface RelationVerdict {
  readonly relation: string
  readonly class: ChangeClass
  readonly step: VersionStep
  /** Why the class is not a better one; empty where it is `documentation` or `equivalent`. */
  readonly because: readonly string[]
  /** The set of rows; null if the definition has not changed. */
  readonly rows: PartVerdict | null
  /** Columns of both versions that are defined or typed differently, in output order. */
  readonly columns: readonly ColumnVerdict[]
  /** Downstream relations and columns that a breaking change reaches. */
  readonly reaches: readonly {
    readonly relation: string
    readonly rows: boolean
    readonly columns: readonly string[]
  }[]
}
