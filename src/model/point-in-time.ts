import type { RelationName } from './relation-name.js'

/**
 * Why no row of a source that a row of the entrypoint sees was recorded after its T0: the row has the T0, or is reached
 * by the key of the row that has it (`anchor`); its recording time is compared with the T0 (`bound`); or, as declared, it
 * does not matter when it was recorded (`timeless`). `unproven` where none of these is certain.
 */
export type KnownHow = 'anchor' | 'bound' | 'timeless' | 'unproven'

/** One place where the closure of an entrypoint reads a source. */
export interface SourceVisit {
  readonly source: RelationName
  /** The view whose query reads it. */
  readonly view: RelationName
  /** Name of the source in that query. */
  readonly alias: string
  readonly how: KnownHow
  /** Byte of the view's SELECT that reads it; absent where it is not known. */
  readonly location?: number
}

/** What is proven of the sources that an entrypoint reads. */
export interface PointInTimeProof {
  /** The column whose value is the T0, where it is a column of a source. */
  readonly anchor?: { readonly source: RelationName; readonly column: string }
  /** In the order of the queries. */
  readonly visits: readonly SourceVisit[]
}
