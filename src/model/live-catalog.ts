import type { RelationName } from './relation-name.js'
import type { UpstreamType } from './upstream-type.js'

export interface LiveColumn {
  readonly name: string
  /** As `format_type` writes it with nothing on the search path. */
  readonly type: string
  /** Whether the type comes with every Postgres. */
  readonly builtIn: boolean
  readonly notNull: boolean
  /** Its collation as SQL writes the name; null where it is that of the type. */
  readonly collation: string | null
  readonly comment: string | null
  /** Whether the definition of another view that was read mentions it. */
  readonly used: boolean
}

export type LiveKind = 'table' | 'view' | 'materialized view' | 'foreign table'

/** What a view can have in addition to its query. */
export interface ViewExtra {
  readonly kind: 'option' | 'rule' | 'trigger'
  readonly name: string
  /** The value of an option, or the statement that creates a rule or a trigger. */
  readonly definition: string
}

export interface LiveRelation extends RelationName {
  readonly kind: LiveKind
  readonly comment: string | null
  readonly columns: readonly LiveColumn[]
  /** Columns of the primary key; empty when there is none. */
  readonly key: readonly string[]
  /** `pg_get_viewdef` as the live server writes it; null for relations that are not analyzed. */
  readonly definition: string | null
  /** `schema.name` of the relations that the definition reads. */
  readonly reads: readonly string[]
  /** Of a view: its options, the rules other than its query and its triggers, sorted. */
  readonly extras: readonly ViewExtra[]
}

/** A function that a live view calls, with what is needed to call it. */
export interface LiveFunction extends RelationName {
  readonly arguments: string
  readonly result: string
}

/** A function with the name of a declared one. */
export interface LiveSignature extends RelationName {
  /** Of the arguments; empty for an argument without a name. */
  readonly names: readonly string[]
  /** As `format_type` writes them with nothing on the search path. */
  readonly types: readonly string[]
  readonly result: string
  readonly volatility: string
  readonly comment: string | null
}

/** What a live database has of a project's relations, and what else their definitions need. */
export interface LiveCatalog {
  /** For people: where it was read and which Postgres that is. */
  readonly server: string
  /** `server_version_num`: 150004 for PostgreSQL 15.4. */
  readonly version: number
  /** Those that are declared, and those that the definitions need; each after the types that it uses. */
  readonly types: readonly UpstreamType[]
  readonly relations: readonly LiveRelation[]
  readonly functions: readonly LiveFunction[]
  /** Every overload of the declared functions' names. */
  readonly signatures: readonly LiveSignature[]
}
