import type { QueryNode } from '../pgtree/index.js'
import type { RelationName } from '../model/relation-name.js'

/** What is needed to know of a function that a tree mentions. */
export interface CatalogFunction {
  readonly schema: string
  readonly name: string
  /** Argument types as `format_type` writes them, `integer,text`; built-in names are bare. */
  readonly signature: string
  readonly kind: 'function' | 'aggregate' | 'window' | 'procedure'
  /** Came with Postgres itself and is in pg_catalog: not from an extension or a user. */
  readonly builtIn: boolean
  /** The executor gives NULL for it, uncalled, when an argument is NULL. */
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

/** What is needed to know of an operator. */
export interface CatalogOperator {
  readonly schema: string
  readonly name: string
  /** Types of its sides as `format_type` writes them, `integer,integer`; a prefix operator's left one is `NONE`. */
  readonly signature: string
  /** Came with Postgres itself. */
  readonly builtIn: boolean
  /** OID of the function that it calls. */
  readonly function: number
}

/**
 * Something that values of a type are made of in the end, and whose text Postgres does not promise to be always the
 * same value.
 */
export interface TypePart {
  /** `typname` of a built-in type, `schema.typname` of another. `record` stands for a row of unknown columns. */
  readonly name: string
  /** Its input function is not immutable. */
  readonly reads: boolean
  /** Its output function is not immutable. */
  readonly writes: boolean
  /** It stands in a range. */
  readonly inRange: boolean
}

/** What is needed to know of a type. */
export interface CatalogType {
  /** As `format_type` writes it: `integer`, `text[]`, `shop.color`. */
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

/** What a function of the project computes, as Postgres analyzed it. */
export interface FunctionBody {
  readonly queries: readonly QueryNode[]
  /** It holds nodes that the analysis does not know. */
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
}
