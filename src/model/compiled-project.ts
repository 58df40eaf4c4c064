import type { CompiledCertification } from './certification.js'
import type { Place } from './diagnostic.js'
import type { RelationName } from './relation-name.js'
import type { CompiledFunction } from './sql-function.js'
import type { CompiledType } from './upstream-type.js'

/** What the declaration says of one column of an upstream table. */
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
  readonly place: Place
}

export interface CompiledColumn {
  readonly name: string
  readonly comment: string
}

/** One view: the SELECT that defines it and what is said of it. */
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
  readonly place: Place
  /**
   * By name, where a column is declared that is computed in the view itself or in a query inside it. Made when it is
   * first asked for.
   */
  readonly places: Readonly<Record<string, Place>>
}

/** How a `pg` client reads the types that have more than one honest reading in JavaScript. */
export interface ReaderSettings {
  /** int8 is a string by default, because a number would lose digits. */
  readonly int8: 'string' | 'number' | 'bigint'
  /** numeric is a string by default, for the same reason. */
  readonly numeric: 'string' | 'number'
}

/** A query inside views that Postgres has to accept by itself too. */
export interface CompiledProbe {
  /** Of the layer or aggregate. */
  readonly name: string
  readonly select: string
  /** Relations that it reads. */
  readonly dependsOn: readonly RelationName[]
  readonly place: Place
}

/** A project after compile: everything the later stages need, plain data. */
export interface CompiledProject {
  readonly name: string
  /** Types of the user's database that sources and views mention, each after those that it is made of. */
  readonly types: readonly CompiledType[]
  readonly sources: readonly CompiledSource[]
  /** Declared functions that views call, each after those that it calls; absent when there are none. */
  readonly functions?: readonly CompiledFunction[]
  /** Every view after all views that it reads. */
  readonly views: readonly CompiledView[]
  /** SQL files in the order in which they are to be run. */
  readonly files: readonly string[]
  readonly reader: ReaderSettings
  /** Absent when there is none. */
  readonly probes?: readonly CompiledProbe[]
  /** In the order in which they are run; empty for a store that is not certified. */
  readonly certifications: readonly CompiledCertification[]
}
