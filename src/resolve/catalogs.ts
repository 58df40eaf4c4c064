import type { QueryNode } from '../pgtree/index.js'
import type { RelationName } from '../model/relation-name.js'

/** The required properties of a function that a tree mentions. */
export interface CatalogFunction {
  readonly schema: string
  readonly name: string
  /** Argument types as printed by `format_type`, `integer,text`; built-in names are unqualified. */
  readonly signature: string
  readonly kind: 'function' | 'aggregate' | 'window' | 'procedure'
  /** Whether it is built in and in pg_catalog, not from an extension or a user. */
  readonly builtIn: boolean
  /** Whether the executor returns NULL without calling it if an argument is NULL. */
  readonly strict: boolean
  readonly returnsSet: boolean
  readonly volatility: 'immutable' | 'stable' | 'volatile'
  /** `sql`, `c`, `internal`, `plpgsql`, … */
  readonly language: string
  /**
   * Built in or of an extension that ships with Postgres, and by those put behind an operator of a B-tree or hash
   * operator class or the negator of one.
   */
  readonly comparison: boolean
  /** Built in, and what a cast calls that came with Postgres. */
  readonly cast: boolean
}

/** The required properties of an operator. */
export interface CatalogOperator {
  readonly schema: string
  readonly name: string
  /** Operand types as printed by `format_type`, `integer,integer`; `NONE` for the left operand of a prefix operator. */
  readonly signature: string
  /** Whether it is built in. */
  readonly builtIn: boolean
  /** OID of the function that it calls. */
  readonly function: number
}

/**
 * A base type contained in the values of a type, for which Postgres does not guarantee that a text always means the same
 * value.
 */
export interface TypePart {
  /** `typname` of a built-in type, `schema.typname` of another. `record` stands for a row of unknown columns. */
  readonly name: string
  /** Its input function is not immutable. */
  readonly reads: boolean
  /** Its output function is not immutable. */
  readonly writes: boolean
  /** Whether it occurs in a range. */
  readonly inRange: boolean
}

/** The required properties of a type. */
export interface CatalogType {
  /** As printed by `format_type`: `integer`, `text[]`, `shop.color`. */
  readonly name: string
  readonly parts: readonly TypePart[]
  /** A domain with NOT NULL, its own or that of a domain below it. */
  readonly notNullDomain: boolean
  /** Built in or an enum, and two equal values are the same to the last byte, as 1.0 and 1.00 are not. */
  readonly isExact: boolean
  /** OID of the type that a domain is over; 0 of any other. */
  readonly base: number
}

/** A relation and the names of its columns. */
export interface CatalogRelation extends RelationName {
  /** By attribute number, from 1. */
  readonly columns: readonly string[]
}

/** The body of a function of the project, as analyzed by Postgres. */
export interface FunctionBody {
  readonly queries: readonly QueryNode[]
  /** Whether it contains nodes that the analysis does not support. */
  readonly isUnknown: boolean
}

/** The catalog rows that the trees of a project mention, by OID. */
export interface Catalogs {
  readonly functions: ReadonlyMap<number, CatalogFunction>
  readonly operators: ReadonlyMap<number, CatalogOperator>
  readonly types: ReadonlyMap<number, CatalogType>
  readonly relations: ReadonlyMap<number, CatalogRelation>
  /** Bodies of the project's own functions, by OID; absent when it has none. */
  readonly bodies?: ReadonlyMap<number, FunctionBody>
  /** What functions of the database are declared to read, by OID: of these the body is not known. */
  readonly declaredReads?: ReadonlyMap<number, readonly RelationName[]>
}
