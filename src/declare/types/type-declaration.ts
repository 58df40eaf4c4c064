import type { TypeDefinition } from '../../model/upstream-type.js'
import type { CallSite } from '../call-site.js'

/** A type or collation of the user's database. */
export interface TypeDeclaration {
  readonly kind: 'type'
  /** `schema.name`, unquoted. */
  readonly name: string
  readonly definition: TypeDefinition
  /** The declared types that it is made of. */
  readonly uses: readonly TypeDeclaration[]
  readonly site: CallSite
}
