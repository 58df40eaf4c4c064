import type { OperationNode, SelectQueryNode } from 'kysely'
import type { CallSite } from './call-site.js'
import type { TypeDeclaration } from './types/type-declaration.js'

/** Carries a relation's row type from module to module. It does not exist at run time. */
export declare const rowType: unique symbol

/** Something that rows can be read from, with its row type. */
export interface Relation<Row> {
  readonly [rowType]?: Row
  readonly declaration: Declaration
}

/** Row type of a relation. */
export type RowOf<R> = R extends { readonly [rowType]?: infer Row } ? Exclude<Row, undefined> : never

/** The relations that a query reads, under the names that the query uses. */
export type Inputs = Readonly<Record<string, Relation<object>>>

/** Kysely's database type for a query over `I`: its inputs and nothing else. */
export type DatabaseOf<I extends Inputs> = { [K in keyof I]: RowOf<I[K]> }

export interface SourceColumnDeclaration {
  readonly type: string
  readonly nullable: boolean
  readonly comment: string
  /** As SQL writes its name; absent for the collation that the type or the database gives. */
  readonly collation?: string
  /** Declared types and collations that it mentions. */
  readonly uses?: readonly TypeDeclaration[]
}

/** An upstream table. */
export interface SourceDeclaration {
  readonly kind: 'source'
  readonly name: string
  readonly comment: string
  readonly key: readonly string[]
  readonly columns: Readonly<Record<string, SourceColumnDeclaration>>
  /** Column that says when a row was recorded. */
  readonly knownAt?: string
  /** Why it does not matter when a row was recorded. */
  readonly timeless?: string
  readonly site: CallSite
}

export interface ColumnDeclaration {
  readonly comment: string
  readonly node: OperationNode
  readonly site: CallSite
}

/** Columns added to each row of a query, all at once: they can refer to the row so far, not to each other. */
export interface StepDeclaration {
  readonly columns: Readonly<Record<string, ColumnDeclaration>>
  /** Computed once per row instead of at each use. */
  readonly once: boolean
}

interface Named {
  readonly name: string
  readonly comment: string
  readonly site: CallSite
  /** What went wrong while the module ran; compile reports it with the rest. */
  readonly thrown?: Error
}

/** What a guarded view checks before it returns rows. */
export interface Guard {
  /** Name of the certified entrypoint, `schema.view`. */
  readonly entrypoint: string
  /** Age at which its certificate goes stale, as SQL writes an interval. */
  readonly maxAge: string
}

/**
 * How rows of a source reach rows of a stored relation: columns of the relation, each with the column of the source that
 * it equals.
 */
export type ChangePath = Readonly<Record<string, string>>

/** How the rows of a view are kept in the database. */
export interface StoredDeclaration {
  readonly key: readonly string[]
  readonly indexes: readonly (readonly string[])[]
  readonly maxAge: string
  readonly refresh: 'full' | 'byKey'
  readonly track: 'triggers' | 'compare'
  readonly paths: Readonly<Record<string, ChangePath>>
  /** The view was made here and is created with the relation. */
  readonly ownsView: boolean
}

/** A call that built a part of a query, and what it returned: of the query builder, the query so far. */
export interface BuilderCall {
  readonly node: OperationNode
  readonly site: CallSite
}

/** What is wrong with the settings of a helper; compile reports it. */
export interface SettingFault {
  readonly message: string
  readonly hint: string
}

/** How a layer reads facts as of the T0 of its left rows. */
export interface PointInTimeDeclaration {
  readonly helper: 'asOf' | 'timeWindow' | 'label'
  /** Columns computed from the facts: of one fact for `asOf`, over the facts of a left row for the others. */
  readonly columns: Readonly<Record<string, ColumnDeclaration>>
  /** Columns of the result that are labels. */
  readonly labels: readonly string[]
  /** Columns of the left relation that decide which facts are read. */
  readonly leftColumns: readonly string[]
  /** Settings that name a time which is compared with the others: the input and its column. */
  readonly times: Readonly<Record<string, readonly [input: 'base' | 'fact', column: string]>>
  readonly faults: readonly SettingFault[]
}

/** A query with a name: a layer is nested into the queries that read it, a view is created in the database. */
export interface QueryDeclaration extends Named {
  readonly kind: 'layer' | 'view'
  readonly inputs: Readonly<Record<string, Declaration | undefined>>
  readonly query?: SelectQueryNode
  /** How the query was built, call by call; a part of it belongs to the first call whose query contains it. */
  readonly calls?: readonly BuilderCall[]
  readonly steps: readonly StepDeclaration[]
  /** Comments for columns that have none of their own. */
  readonly descriptions: Readonly<Record<string, string>>
  readonly guard?: Guard
  /** Of a view whose rows are kept in the database: how. */
  readonly stored?: StoredDeclaration
  /** Of a layer: computed once for each view that reads it. */
  readonly materialized?: true
  /** Set by the point-in-time helpers. Its inputs are then `base`, the left relation, and `fact`, the facts. */
  readonly pointInTime?: PointInTimeDeclaration
  /** Conditions that are declared to be true for every row; absent when there are none. */
  readonly invariants?: Readonly<Record<string, ColumnDeclaration>>
}

/** Aggregates over all rows of one key of a relation. */
export interface AggregateDeclaration extends Named {
  readonly kind: 'aggregate'
  readonly of: Declaration | undefined
  readonly by: readonly string[]
  readonly columns: Readonly<Record<string, ColumnDeclaration>>
}

/** A view of the project by its name; compile puts the view in its place. */
export interface ReferenceDeclaration {
  readonly kind: 'reference'
  readonly name: string
  readonly comment: string
  readonly site: CallSite
}

export type Declaration = SourceDeclaration | QueryDeclaration | AggregateDeclaration | ReferenceDeclaration
