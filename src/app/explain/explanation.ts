import type { ColumnRef, ColumnType } from '../../model/analyzed-project.js'

/** A line of the project; nulls where it is not known. */
export interface ExplainedPlace {
  readonly file: string | null
  readonly line: number | null
}

/** One step of the reasons why a column can or cannot be NULL. */
export interface Reason {
  /** The view in whose query it stands, or the relation that is read. */
  readonly relation: string
  /** Layer or aggregate of that view; null in the view itself. */
  readonly layer: string | null
  readonly column: string | null
  readonly place: ExplainedPlace
  /** Compiled SQL of the expression on one line; null where it is not known. */
  readonly sql: string | null
  /** A clause without a full stop. */
  readonly because: string
}

export interface ExplainedLeak {
  readonly relation: string
  readonly layer: string | null
  readonly column: string | null
  readonly place: ExplainedPlace
  readonly message: string
}

/** A layer or aggregate that a view is made of. */
export interface ExplainedLayer {
  readonly kind: 'layer' | 'aggregate'
  readonly name: string
  readonly comment: string
  readonly place: ExplainedPlace
  readonly reads: readonly string[]
  readonly columns: readonly { readonly name: string; readonly comment: string }[]
  /** The SELECT that it means, in Kysely's own text; null of an aggregate. */
  readonly plain: string | null
}

export interface ColumnSummary {
  readonly name: string
  readonly type: string
  /** TypeScript type of a value that is not NULL. */
  readonly reads: string
  readonly nullable: boolean
  readonly because: string | null
  readonly comment: string
}

/** The two forms of a query or expression. */
export interface ExplainedForms {
  readonly plain: string | null
  readonly compiled: string | null
}

/** What is said of a source, a view or a layer. */
export interface ExplainedRelation {
  readonly format: 1
  readonly kind: 'source' | 'view'
  readonly name: string
  readonly comment: string
  readonly place: ExplainedPlace
  /** Below `sql/` of the output folder; null of a source. */
  readonly file: string | null
  readonly isGuarded: boolean
  readonly key: readonly string[]
  /** Sets of columns of which no two rows agree on all, as far as is proven. */
  readonly uniqueKeys: readonly (readonly string[])[]
  readonly columns: readonly ColumnSummary[]
  readonly layers: readonly ExplainedLayer[]
  readonly forms: ExplainedForms
  readonly dependsOn: readonly string[]
  /** All that it reads, directly or not. */
  readonly closure: readonly string[]
  readonly readBy: readonly string[]
  /** Certifications that vouch for it, by their entrypoint. */
  readonly certifications: readonly ExplainedCertification[]
  /** Its own and those of the views that it reads. */
  readonly leaks: readonly ExplainedLeak[]
  readonly tree: string | null
}

export interface ExplainedCertification {
  readonly entrypoint: string
  readonly as: 'entrypoint' | 'alias' | 'guarded' | 'read by the entrypoint'
  /** The declared key, where it is one of this relation; null otherwise. */
  readonly key: readonly string[] | null
  /** Whether the query proves that key; null without one. */
  readonly isProven: boolean | null
}

/** A layer or aggregate by itself: it is no object of the database, so it has no types of its own. */
export interface ExplainedNested extends ExplainedLayer {
  readonly format: 1
  /** Views, layers and aggregates that read it. */
  readonly readBy: readonly string[]
  /** Views that it is a part of. */
  readonly views: readonly string[]
}

/** A declaration that a column passes through. */
export interface ExplainedOrigin {
  readonly relation: string
  readonly kind: string
  readonly column: string
  readonly place: ExplainedPlace | null
  readonly plain: string | null
}

export interface ExplainedColumn {
  readonly format: 1
  readonly kind: 'column'
  readonly relation: string
  readonly name: string
  readonly comment: string
  readonly type: ColumnType
  readonly collation: string | null
  readonly reads: string
  readonly nullable: boolean
  /** From the column itself to what decides whether it can be NULL. */
  readonly why: readonly Reason[]
  /** From the view down to where it is computed. */
  readonly path: readonly ExplainedOrigin[]
  readonly forms: ExplainedForms
  /** Columns of the relations read directly. */
  readonly lineage: readonly ColumnRef[]
  /** The same, followed to columns of sources. */
  readonly sources: readonly ColumnRef[]
  /** What depends on it downstream. */
  readonly affects: readonly ExplainedEffect[]
  readonly leaks: readonly ExplainedLeak[]
  readonly tree: string | null
}

export interface ExplainedEffect {
  readonly relation: string
  /** Whether it decides which rows there are. */
  readonly rows: boolean
  readonly columns: readonly string[]
  readonly width: number
}

/** A column of a layer or aggregate: what Postgres knows of it is known of the columns of views that it becomes. */
export interface ExplainedNestedColumn {
  readonly format: 1
  readonly kind: 'layer column'
  readonly relation: string
  readonly name: string
  readonly comment: string
  readonly path: readonly ExplainedOrigin[]
  readonly forms: { readonly plain: string | null }
  /** Columns of views that pass it on. */
  readonly becomes: readonly ColumnRef[]
}

export type Explanation = ExplainedRelation | ExplainedNested | ExplainedColumn | ExplainedNestedColumn
