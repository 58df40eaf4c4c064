import type { CompiledCertification, CompiledInvariant } from './certification.js'
import type { Place } from './diagnostic.js'
import type { RelationName } from './relation-name.js'
import type { CompiledFunction } from './sql-function.js'
import type { CompiledType } from './upstream-type.js'

/** Declaration of one column of an upstream table. */
export interface SourceColumn {
  readonly name: string
  /** Type as SQL writes it, `timestamp with time zone`. */
  readonly type: string
  readonly nullable: boolean
  readonly comment: string
  /** As SQL writes its name; absent for the collation that the type or the database gives. */
  readonly collation?: string
  /** Upstream types and collations that it mentions, as `typeKey` names them; absent when there are none. */
  readonly uses?: readonly string[]
}

/** An upstream table that the store reads and never writes. */
export interface CompiledSource extends RelationName {
  readonly kind: 'source'
  readonly comment: string
  readonly columns: readonly SourceColumn[]
  readonly key: readonly string[]
  /** Column that says when a row was recorded; absent when none is declared. */
  readonly knownAt?: string
  /** Why it does not matter when a row was recorded; absent when nothing is declared. */
  readonly timeless?: string
  readonly place: Place
}

export interface CompiledColumn {
  readonly name: string
  readonly comment: string
}

/** A piece of a SELECT, and the declaration that it comes from. */
export interface SelectPiece {
  /** Of the layer, aggregate or view. */
  readonly relation: string
  readonly column?: string
  /** File and line only. */
  readonly place: Place
  /** Its SQL around the requested character, on one line and cut to a width. */
  readonly excerpt: string
  /** Its SQL as it stands in the SELECT. */
  readonly sql: string | null
}

/**
 * The innermost piece of a SELECT around a character (UTF-16, from 0), undefined when it is unknown.
 *
 * @param of `query` for the whole layer or aggregate instead of an expression in it.
 */
export type PieceAt = (character: number, of: 'expression' | 'query') => SelectPiece | undefined

/** How the rows of a view are kept in the database, as declared. */
export interface CompiledStored {
  /** The view whose rows are stored. */
  readonly live: RelationName
  readonly key: readonly string[]
  readonly indexes: readonly (readonly string[])[]
  /** How far the rows may fall behind before guards refuse their readers, as SQL writes an interval. */
  readonly maxAge: string
  readonly refresh: 'full' | 'byKey'
  /** Of `byKey` only: how changed rows are found. */
  readonly track: 'triggers' | 'compare'
  /** Declared paths by source, `schema.table`: columns of the relation, each with the column of the source. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** One view: the SELECT that defines it, and its metadata. */
export interface CompiledView extends RelationName {
  readonly kind: 'view'
  readonly comment: string
  /** In output order. */
  readonly columns: readonly CompiledColumn[]
  /** Formatted SELECT without a closing semicolon. */
  readonly select: string
  /** Relations it reads directly, in name order. */
  readonly dependsOn: readonly RelationName[]
  /** Declared functions that it calls, directly or not, as `functionKey` names them; absent when there are none. */
  readonly calls?: readonly string[]
  /** Relations that those read; absent when there are none. They are among {@link dependsOn}. */
  readonly through?: readonly RelationName[]
  /** Name of the SQL file under `generated/sql/` that creates it. */
  readonly file: string
  /** Whether it calls the guard function, which the audit schema provides. */
  readonly isGuarded: boolean
  /** Of a view whose rows are kept in the database: how. */
  readonly stored?: CompiledStored
  readonly place: Place
  /** Place of each output column that is computed in a layer or in the view, by name. Computed on first access. */
  readonly places: Readonly<Record<string, Place>>
  /** What a character of `select` belongs to. Absent from a view that was not compiled from a declaration. */
  readonly pieceAt?: PieceAt
}

/** How a `pg` client reads the types that have more than one reasonable mapping to JavaScript. */
export interface ReaderSettings {
  /** int8 is a string by default, because a number would lose digits. */
  readonly int8: 'string' | 'number' | 'bigint'
  /** numeric is a string by default, for the same reason. */
  readonly numeric: 'string' | 'number'
}

/** A query inside views that Postgres must also accept on its own. */
export interface CompiledProbe {
  /** Of the layer or aggregate. */
  readonly name: string
  readonly select: string
  /** Relations that it reads. */
  readonly dependsOn: readonly RelationName[]
  readonly place: Place
  readonly pieceAt?: PieceAt
}

/** An invariant where it is declared. */
export interface ContractInvariant extends CompiledInvariant {
  /** Its SQL in Kysely's own text, for readers. */
  readonly condition: string
  /** Columns of the layer or view that it mentions, sorted. */
  readonly columns: readonly string[]
  readonly place: Place
}

/** The invariants of a layer or view, as a query over its rows. */
export interface CompiledContract {
  /** Name of the layer or view. */
  readonly of: string
  /** The certified entrypoint, for the invariants of a certification; null for those of the layer or view itself. */
  readonly certifies: string | null
  /** Formatted SELECT of `key` and of one boolean column for each invariant. */
  readonly select: string
  /** Columns of the layer or view that tell its rows apart in messages. */
  readonly key: readonly string[]
  readonly invariants: readonly ContractInvariant[]
  /** Relations that it reads. */
  readonly dependsOn: readonly RelationName[]
  /** Declared functions that it calls, as `functionKey` names them; absent when there are none. */
  readonly calls?: readonly string[]
  readonly place: Place
}

/** A source whose rows an aggregate reads one key at a time. */
export interface CompiledVisit {
  /** Of the aggregate. */
  readonly name: string
  readonly source: RelationName
  /** Columns of the source that form the key. */
  readonly columns: readonly string[]
}

/** A project after compile: everything the later stages need, plain data. */
/** Columns of a guarded view that trainers select together. */
export interface CompiledFeatureList {
  readonly name: string
  readonly version: number
  readonly prefix: string
  readonly columns: readonly string[]
  /** The guarded view. */
  readonly relation: RelationName
  readonly place: Place
}

export interface CompiledProject {
  readonly name: string
  /** Types of the user's database that sources and views mention, each after the types that it uses. */
  readonly types: readonly CompiledType[]
  readonly sources: readonly CompiledSource[]
  /** Declared functions that views call, each after those that it calls; absent when there are none. */
  readonly functions?: readonly CompiledFunction[]
  /** Every view after all views that it reads. */
  readonly views: readonly CompiledView[]
  /** SQL files in the order in which they must run. */
  readonly files: readonly string[]
  readonly reader: ReaderSettings
  /** Absent when there is none. */
  readonly probes?: readonly CompiledProbe[]
  /** Absent when there is none. */
  readonly visits?: readonly CompiledVisit[]
  /** Those of layers and views first, then those of certifications; absent when there is none. */
  readonly contracts?: readonly CompiledContract[]
  /** Decides invariants that the analysis cannot; absent when none is to be used. */
  readonly solver?: 'z3'
  /** Whether row types of Python are generated; absent when they are not. */
  readonly python?: true
  /** Absent when there are none. */
  readonly features?: readonly CompiledFeatureList[]
  /** In the order in which they run; empty for a store that is not certified. */
  readonly certifications: readonly CompiledCertification[]
}
