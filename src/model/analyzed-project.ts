import type { AnalyzedInvariant } from './analyzed-invariant.js'
import type { ColumnValues, EvidenceGroup } from './column-values.js'
import type { CompiledStored } from './compiled-project.js'
import type { Place } from './diagnostic.js'
import type { Leak } from './leak.js'
import type { PointInTimeProof } from './point-in-time.js'
import type { RelationName } from './relation-name.js'
import type { CompiledFunction } from './sql-function.js'
import type { CompiledType } from './upstream-type.js'

/** A column's type as Postgres resolved it. */
export interface ColumnType {
  /** Schema and `typname` of the type: `pg_catalog`, `int4`. */
  readonly schema: string
  readonly name: string
  /** As `format_type` writes it: `integer`, `numeric(10,2)`, `text[]`. */
  readonly sql: string
  /** Of a domain only: its base type. A client sees only the OID of that type. */
  readonly base?: { readonly schema: string; readonly name: string }
  /** Of an enum, or of a domain over an enum: its labels in order. */
  readonly labels?: readonly string[]
}

/** Whether a column can be NULL for some input. Unknown means nullable, and the reason is kept. */
export type Nullability =
  | {
      readonly nullable: false
      /** It is not the expression alone: NULL does not go with the values that the columns can have. */
      readonly by?: 'values'
    }
  | { readonly nullable: true; readonly because: string }

/** A column of a relation, by name. */
export interface ColumnRef {
  /** `schema.name` */
  readonly relation: string
  readonly column: string
}

/**
 * How a column flows into another one: its value becomes a part of it, or it decides which value appears (the test of a
 * CASE, the filter of an aggregate, …), or both.
 */
export type LineageRole = 'value' | 'condition' | 'both'

/** A column that flows into another one. */
export interface ColumnFlow extends ColumnRef {
  /** Absent where only the value flows in. */
  readonly role?: Exclude<LineageRole, 'value'>
}

export interface AnalyzedColumn {
  readonly name: string
  readonly type: ColumnType
  readonly nullability: Nullability
  /** Of a view: what is proven of its values; absent where nothing is. */
  readonly values?: ColumnValues
  readonly comment: string
  /** Columns of the relations read directly that flow into this one, sorted; empty for sources and constants. */
  readonly lineage: readonly ColumnFlow[]
  /** Of a source: the upstream types and collations that it mentions; absent when there are none. */
  readonly uses?: readonly string[]
  /** Of a source: the collation that it is declared to have, as SQL writes its name. */
  readonly collation?: string
  /** Of a view: the collation that Postgres resolved, as SQL writes its name; absent where it is that of the type. */
  readonly resolvedCollation?: string
}

/** A place at which a view reads a source or a stored relation, and the columns that reach it. */
export interface ReadPath {
  /** `schema.name` */
  readonly relation: string
  /**
   * Outputs of the view with the columns of the relation that they equal: the rows of the view with given values of the
   * outputs depend on no other rows of the relation than those with the same values. Empty: on any row.
   */
  readonly columns: readonly {
    readonly output: string
    readonly column: string
    /** A condition makes them equal, so a row in which the column is NULL reaches no row with a value there. */
    readonly joined: boolean
    /** An outer join may put a NULL in the place of the output, and such rows depend on other rows too. */
    readonly extended: boolean
  }[]
}

/** How changed rows of a relation find the rows of a stored relation that they affect. */
export interface TrackedRelation {
  /** `schema.name` of a source or stored relation. */
  readonly relation: string
  /**
   * Columns of the stored relation, each with the column of this relation that it equals; one list for each way in which
   * the rows are reached. Null: a change may affect every row.
   */
  readonly paths: readonly (readonly (readonly [stored: string, column: string])[])[] | null
  readonly declared: boolean
}

export interface AnalyzedRelation extends RelationName {
  readonly kind: 'source' | 'view'
  readonly comment: string
  readonly columns: readonly AnalyzedColumn[]
  /** Relations read directly, sorted. */
  readonly dependsOn: readonly RelationName[]
  /** Declared functions that a view calls, by `functionKey`; absent when there are none. */
  readonly calls?: readonly string[]
  /** Columns that decide which rows exist (WHERE, join conditions, GROUP BY, …), sorted. */
  readonly rowLineage: readonly ColumnRef[]
  /** What makes its own query depend on when, where or by whom it is run, sorted; empty for sources. */
  readonly leaks: readonly Leak[]
  /**
   * Sets of columns that are unique: the declared key of a source, the proven keys of a view. Messages name the first
   * one.
   */
  readonly uniqueKeys: readonly (readonly string[])[]
  /** Of a view: its columns that are known or unknown together; absent where none is proven to be. */
  readonly evidence?: readonly EvidenceGroup[]
  /** Of a view: the sources and stored relations that it reads, directly or through other views; absent for none. */
  readonly readPaths?: readonly ReadPath[]
  /** Of a view whose rows are kept in the database: how. */
  readonly stored?: CompiledStored
  /** Of a view whose rows are kept in the database by key: the relations that have triggers. */
  readonly tracked?: readonly TrackedRelation[]
  /** Key of a source, empty for views. */
  readonly key: readonly string[]
  /** Of a source: the column that says when a row was recorded; absent when none is declared. */
  readonly knownAt?: string
  /** Of a source: why it does not matter when a row was recorded; absent when nothing is declared. */
  readonly timeless?: string
  /** `pg_get_viewdef` of the embedded Postgres; null for sources. */
  readonly viewdef: string | null
  readonly place: Place
}

/** What Postgres and the analysis know about every relation of a project, in dependency order. */
export interface AnalyzedProject {
  readonly name: string
  readonly types: readonly CompiledType[]
  /** Declared functions; absent when there are none. */
  readonly functions?: readonly CompiledFunction[]
  readonly relations: readonly AnalyzedRelation[]
  /** Declared invariants with their verdicts; absent when there are none. */
  readonly invariants?: readonly AnalyzedInvariant[]
  /** What is proven of the sources that each certification reads, in their order; absent when nothing is certified. */
  readonly pointInTime?: readonly PointInTimeProof[]
}
