import type { Place } from './diagnostic.js'
import { displayName, type RelationName } from './relation-name.js'

/** What makes up a type of each kind, as far as a query over its values can tell. Types in it are written as SQL. */
interface Parts {
  enum: { readonly labels: readonly string[] }
  domain: {
    readonly base: string
    readonly notNull: boolean
    /** Conditions on VALUE, each a CHECK of its own. */
    readonly checks: readonly string[]
  }
  composite: { readonly fields: readonly { readonly name: string; readonly type: string }[] }
  range: { readonly subtype: string }
  /** Comes with an extension. */
  extension: { readonly extension: string }
  /** Nothing is known but the name: views can hand its values on. */
  opaque: object
  collation: { readonly deterministic: boolean }
}

export type TypeKind = keyof Parts

/** What a type or collation is. */
export type TypeDefinition<K extends TypeKind = TypeKind> = {
  [Kind in K]: { readonly kind: Kind } & Parts[Kind]
}[K]

/** A type or collation of the user's database that does not come with every Postgres. */
export interface UpstreamType extends RelationName {
  readonly definition: TypeDefinition
}

/** An upstream type as a project declares it. */
export interface CompiledType extends UpstreamType {
  /** `typeKey` of each upstream type that its definition mentions. */
  readonly uses: readonly string[]
  /**
   * Why a query that is run in the embedded Postgres may return different rows than in the user's database; null when
   * it returns the same.
   */
  readonly executesDifferently: string | null
  readonly place: Place
}

/**
 * The name by which an upstream type is known among the relations and types of a project. Postgres keeps types and
 * relations apart by name; collations have names of their own.
 */
export const typeKey = ({ definition, ...name }: UpstreamType): string => typeKeyOf(name, definition.kind)

/** The same where only the kind is known. */
export const typeKeyOf = (name: RelationName, kind: TypeKind): string =>
  kind === 'collation' ? `collation ${displayName(name)}` : displayName(name)
