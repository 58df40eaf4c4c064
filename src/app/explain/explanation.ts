import type { ColumnFlow, ColumnRef, ColumnType } from '../../model/analyzed-project.js'
import type { Counterexample } from '../../model/analyzed-invariant.js'
import type { ColumnState, ColumnValues, EvidenceGroup } from '../../model/column-values.js'

/** A place in the project; null if not known. */
export interface ExplainedPlace {
  readonly file: string | null
  readonly line: number | null
}

/** One step of the reasons why a column can or cannot be NULL. */
export interface Reason {
  /** The view that contains the expression, or the relation that is read. */
  readonly relation: string
  /** Layer or aggregate of that view; null in the view itself. */
  readonly layer: string | null
  readonly column: string | null
  readonly place: ExplainedPlace
  /** Compiled SQL of the expression on one line; null if not known. */
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

/** A layer or aggregate that a view contains. */
export interface ExplainedLayer {
  readonly kind: 'layer' | 'aggregate'
  readonly name: string
  readonly comment: string
  readonly place: ExplainedPlace
  readonly reads: readonly string[]
  readonly columns: readonly { readonly name: string; readonly comment: string }[]
  /** Its plain SELECT, as printed by Kysely; null for an aggregate. */
  readonly plain: string | null
}

/** An invariant with what a build found out about it. */
export interface ExplainedInvariant {
  /** The layer or view of whose rows it speaks. */
  readonly of: string
  /** The entrypoint, of an invariant of a certification. */
  readonly certifies: string | null
  readonly name: string
  readonly comment: string
  /** Columns of `of` that it mentions. */
  readonly columns: readonly string[]
  readonly place: ExplainedPlace
  readonly verdict: 'proven' | 'refuted' | 'undecided'
  readonly by: 'analysis' | 'solver' | null
  /** A clause without a full stop. */
  readonly because: string
  /** Rows of the sources that break it, if it is refuted. Columns that are not listed are NULL. */
  readonly counterexample: Counterexample['rows']
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

/** Explanation of a source or view. */
export interface ExplainedRelation {
  readonly format: 1
  readonly kind: 'source' | 'view'
  readonly name: string
  readonly comment: string
  readonly place: ExplainedPlace
  /** Path below `sql/` of the output folder; null for a source. */
  readonly file: string | null
  readonly isGuarded: boolean
  /** How its rows are kept in the database; null where they are computed at each read. */
  readonly stored: ExplainedStored | null
  readonly key: readonly string[]
  /** Sets of columns that are declared or proven unique. */
  readonly uniqueKeys: readonly (readonly string[])[]
  /** Columns that are known or unknown together. */
  readonly evidence: readonly ExplainedGroup[]
  readonly columns: readonly ColumnSummary[]
  readonly layers: readonly ExplainedLayer[]
  readonly forms: ExplainedForms
  readonly dependsOn: readonly string[]
  /** All relations that it reads, directly or indirectly. */
  readonly closure: readonly string[]
  readonly readBy: readonly string[]
  /** Certifications that cover it, by entrypoint. */
  readonly certifications: readonly ExplainedCertification[]
  readonly invariants: readonly ExplainedInvariant[]
  /** Its own leaks and those of the views that it reads. */
  readonly leaks: readonly ExplainedLeak[]
  readonly tree: string | null
}

/** How the rows of a view are kept in the database. */
export interface ExplainedStored {
  /** The view whose rows are stored, `schema.name`. */
  readonly live: string
  readonly key: readonly string[]
  readonly indexes: readonly (readonly string[])[]
  readonly maxAge: string
  readonly refresh: 'full' | 'byKey'
  readonly track: 'triggers' | 'compare'
  /** What has triggers, and which rows a change there affects. */
  readonly tracked: readonly {
    readonly relation: string
    /**
     * Pairs of a column of the stored relation and the column of this one that it equals, for each way in which rows are
     * reached; null where a change affects every row.
     */
    readonly paths: readonly (readonly (readonly [stored: string, column: string])[])[] | null
    readonly declared: boolean
  }[]
}

export interface ExplainedCertification {
  readonly entrypoint: string
  readonly as: 'entrypoint' | 'alias' | 'guarded' | 'read by the entrypoint'
  /** The declared key, if it belongs to this relation; otherwise null. */
  readonly key: readonly string[] | null
  /** Whether the query proves that key unique; null without a key. */
  readonly isProven: boolean | null
}

/** A layer or aggregate by itself. It is not an object of the database, so its columns have no types. */
export interface ExplainedNested extends ExplainedLayer {
  readonly format: 1
  /** Views, layers and aggregates that read it. */
  readonly readBy: readonly string[]
  /** Views that contain it. */
  readonly views: readonly string[]
  readonly invariants: readonly ExplainedInvariant[]
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
  /** The values that it is proven to have where it is not NULL; null where nothing is proven. */
  readonly values: ColumnValues | null
  /** The groups that it is part of. */
  readonly evidence: readonly ExplainedEvidence[]
  /** Steps from the column to the reason why it can or cannot be NULL. */
  readonly why: readonly Reason[]
  /** Steps from the view to the declaration that computes it. */
  readonly path: readonly ExplainedOrigin[]
  readonly forms: ExplainedForms
  /** Columns of relations that are read directly; those without a role flow in by value. */
  readonly lineage: readonly ColumnFlow[]
  /** The same, followed down to source columns. */
  readonly sources: readonly ColumnRef[]
  /** Invariants that mention it here or in a layer that it passes through. */
  readonly invariants: readonly ExplainedInvariant[]
  /** What depends on it downstream. */
  readonly affects: readonly ExplainedEffect[]
  readonly leaks: readonly ExplainedLeak[]
  readonly tree: string | null
}

/** What a group of columns that are known or unknown together tells of one of them. */
export interface ExplainedEvidence {
  /** The columns that tell the cases apart. */
  readonly by: readonly string[]
  /** The columns that this one tells of; empty if it is not in `by`. */
  readonly tellsOf: readonly string[]
  /** The condition under which it is known, and otherwise NULL: `img_damage_scored is true`; null if not decided. */
  readonly known: string | null
  /** What it is in the cases, those that say the same together; empty if it is in `by`. */
  readonly cases: readonly {
    readonly where: string
    readonly known: ColumnState['known']
    readonly values: ColumnValues | null
  }[]
}

/** A group of columns that are known or unknown together. */
export interface ExplainedGroup extends EvidenceGroup {
  /** Columns that are known exactly where the condition holds. */
  readonly decides: readonly { readonly column: string; readonly known: string }[]
  /** Columns whose values differ between the cases. */
  readonly narrows: readonly string[]
}

export interface ExplainedEffect {
  readonly relation: string
  /** Whether the set of rows depends on the column. */
  readonly rows: boolean
  readonly columns: readonly string[]
  readonly width: number
}

/** A column of a layer or aggregate. Postgres analyzes only the view columns that it becomes. */
export interface ExplainedNestedColumn {
  readonly format: 1
  readonly kind: 'layer column'
  readonly relation: string
  readonly name: string
  readonly comment: string
  readonly path: readonly ExplainedOrigin[]
  readonly forms: { readonly plain: string | null }
  readonly invariants: readonly ExplainedInvariant[]
  /** Columns of views that pass it on. */
  readonly becomes: readonly ColumnRef[]
}

export type Explanation = ExplainedRelation | ExplainedNested | ExplainedColumn | ExplainedNestedColumn
