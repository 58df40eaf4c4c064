import type { AnalysedProject, ColumnRef } from '../model/analysed-project.js'
import type { LiveKind, ViewExtra } from '../model/live-catalog.js'
import { displayName } from '../model/relation-name.js'
import type { ViewOutline } from './outline/outline-view.js'

/**
 * A relation as one side of a comparison knows it. What a side cannot know is null, and what is null on either side is
 * not compared: a live database says nothing of the nullability of a view's columns, for one.
 */
export interface RelationState {
  /** `schema.name` */
  readonly relation: string
  readonly kind: 'source' | LiveKind
  readonly comment: string | null
  readonly columns: readonly ColumnState[]
  readonly key: readonly string[] | null
  /** What Postgres says the view is; null for a source. */
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
  /** As `format_type` writes it. */
  readonly type: string
  readonly nullable: boolean | null
  readonly comment: string | null
  readonly lineage: readonly ColumnRef[]
}

/** The state of every relation of a project as it compiles now. */
export const statesOf = (project: AnalysedProject): RelationState[] =>
  project.relations.map((relation) => ({
    relation: displayName(relation),
    kind: relation.kind,
    comment: relation.comment,
    columns: relation.columns.map(({ name, type, nullability, comment, lineage }) => ({
      name,
      type: type.sql,
      nullable: nullability.nullable,
      comment,
      lineage,
    })),
    key: relation.kind === 'source' ? relation.key : null,
    definition: relation.viewdef,
    dependsOn: relation.dependsOn.map(displayName),
    rowLineage: relation.rowLineage,
  }))
