import type { ColumnRef } from '../../model/analyzed-project.js'
import type { LiveKind, ViewExtra } from '../../model/live-catalog.js'
import type { ViewOutline } from '../../pgtree/index.js'

/**
 * The state of a relation or upstream type on one side of a comparison. Unknown values are null, and a value that is null
 * on either side is not compared. For example, a live database does not know the nullability of a view's columns.
 */
export interface RelationState {
  /** `schema.name`; for a type or function its key in the project. */
  readonly relation: string
  readonly kind: 'source' | 'type' | 'function' | LiveKind
  readonly comment: string | null
  readonly columns: readonly ColumnState[]
  readonly key: readonly string[] | null
  /** The deparsed definition of a view, or the statement that creates a type; null for a source. */
  readonly definition: string | null
  readonly dependsOn: readonly string[]
  readonly rowLineage: readonly ColumnRef[]
  /** Shows which rows and columns a changed definition affects; only present if the view was replayed. */
  readonly outline?: ViewOutline
  /**
   * Options, rules and triggers of a view; compiled views have none. Only present for a live database, as files do not
   * contain them.
   */
  readonly extras?: readonly ViewExtra[]
}

export interface ColumnState {
  readonly name: string
  /** As printed by `format_type`, with the collation if a source column declares one. */
  readonly type: string
  readonly nullable: boolean | null
  readonly comment: string | null
  readonly lineage: readonly ColumnRef[]
}
