import type { ColumnRef } from '../../model/analyzed-project.js'
import type { LiveKind, ViewExtra } from '../../model/live-catalog.js'
import type { ViewOutline } from './outline/outline-view.js'

/**
 * A relation or an upstream type as one side of a comparison knows it. What a side cannot know is null, and what is null on either side is
 * not compared: a live database says nothing of the nullability of a view's columns, for one.
 */
export interface RelationState {
  /** `schema.name`; of a type or function the key under which a project knows it. */
  readonly relation: string
  readonly kind: 'source' | 'type' | 'function' | LiveKind
  readonly comment: string | null
  readonly columns: readonly ColumnState[]
  readonly key: readonly string[] | null
  /** What Postgres says the view is, or what creates the type; null for a source. */
  readonly definition: string | null
  readonly dependsOn: readonly string[]
  readonly rowLineage: readonly ColumnRef[]
  /** Tells what a change of the definition is a change of; only there when somebody has asked Postgres. */
  readonly outline?: ViewOutline
  /**
   * What a view has beside its query; a project's own has nothing. Only there when a live database was asked: files do
   * not know it.
   */
  readonly extras?: readonly ViewExtra[]
}

export interface ColumnState {
  readonly name: string
  /** As `format_type` writes it, with the collation where a source column is declared to have one. */
  readonly type: string
  readonly nullable: boolean | null
  readonly comment: string | null
  readonly lineage: readonly ColumnRef[]
}
