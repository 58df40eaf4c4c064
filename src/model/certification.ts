import type { Place } from './diagnostic.js'
import type { RelationName } from './relation-name.js'

/** A condition that must be true for every row of a relation. */
export interface CompiledInvariant {
  readonly name: string
  readonly comment: string
}

/** When drift of the data fails gate C. Without a limit, any drift does. */
export interface DriftPolicy {
  readonly policy: 'allow' | 'fail'
  /** Rows that may be added, removed or restated, over all checked days. */
  readonly rows?: number
  /** Checked days that may have drifted. */
  readonly days?: number
}

/** The author's statement that an order which cannot be proven total is total, or does not matter. */
export interface VouchedOrder {
  readonly relation: RelationName
  /** Null: every order in the view. */
  readonly column: string | null
  /** What makes the order total: `scan_no, which the scanner never repeats`. */
  readonly orderedBy: string
  readonly because: string
}

/**
 * What a store demands of the rows of a source: that a feature sees none that was recorded after its T0, or, with the
 * reason, that it may.
 */
export type PointInTimePolicy = 'strict' | { readonly lateAllowed: string }

/** What is certified in a store, and how. Names are unquoted. */
export interface CompiledCertification {
  readonly entrypoint: RelationName
  /** Column of the entrypoint by whose UTC day its rows are hashed: timestamptz, timestamp or date. */
  readonly t0: string
  /** Columns that identify a row of the entrypoint and of the relation with the invariants. */
  readonly key: readonly string[]
  /** Relations that share the entrypoint's verdict, the guarded view among them. */
  readonly aliases: readonly RelationName[]
  /** The guarded view, the only thing that the trainer role may read. */
  readonly guarded: RelationName
  /** Relation whose rows must all satisfy the invariants. */
  readonly checked: RelationName
  /** SELECT of the key and one boolean column for each invariant, over {@link checked}. */
  readonly contract: string
  readonly invariants: readonly CompiledInvariant[]
  /** Names of the layers and views with invariants of their own that it reads; absent when there are none. */
  readonly contractsBelow?: readonly string[]
  /** Age at which a certificate goes stale, as SQL writes an interval: `24 hours`. */
  readonly maxAge: string
  /** Days of data that are captured first. */
  readonly baselineDays: number
  /** Name of the procedure in the audit schema that runs the certification. */
  readonly procedure: string
  readonly roles: { readonly trainer: string; readonly certifier: string }
  /** Functions whose body cannot be read, and for which the author vouches: `schema.name(argument types)`. */
  readonly allowedFunctions: readonly string[]
  /** Intended outputs that are computed from the T0 alone, each with its reason. */
  readonly t0Features: Readonly<Record<string, string>>
  /** Intended outputs of a date or time type, each with its reason. */
  readonly moments: Readonly<Record<string, string>>
  readonly drift: DriftPolicy
  readonly ordered: readonly VouchedOrder[]
  /** Invariants that are gates of their own; absent when there are none. */
  readonly gates?: readonly string[]
  /** Its entrypoint is created by an optional file, and so it is certified only where that was run. */
  readonly isOptional?: true
  /** Policies by `schema.table`; absent when the store declares none, not even the defaults. */
  readonly pointInTime?: Readonly<Record<string, PointInTimePolicy>>
  readonly place: Place
}
