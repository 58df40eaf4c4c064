import type { VouchedOrderDeclaration } from '../declare/certification.js'
import type { Declaration } from '../declare/relation.js'

/** The views that a certification names, as the project has them; undefined where it has none of that name. */
export interface CertificationParts {
  readonly entrypoint: Declaration | undefined
  readonly checked: Declaration | undefined
  readonly guarded: Declaration | undefined
  readonly aliases: readonly (Declaration | undefined)[]
  readonly ordered: readonly VouchedOrderDeclaration[]
}
