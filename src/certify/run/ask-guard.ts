import type { GuardCode } from '../../model/diagnostics/database-errors.js'
import type { Session } from '../../postgres/session.js'
import { isGuardError } from './guard-error.js'

/** Answer of the guard: reads are allowed, or the reason why not. */
export type GuardAnswer =
  | { readonly open: true }
  | {
      readonly open: false
      readonly code: GuardCode
      readonly reason: string
      readonly hint: string
    }

/** Asks the guard about a relation, as a guarded view does, with the age that the store allows. */
export async function askGuard(session: Session, relation: string): Promise<GuardAnswer> {
  try {
    await session.query('SELECT audit._require_certified_strict($1::text, NULL::interval)', [relation])
    return { open: true }
  } catch (error) {
    if (!isGuardError(error)) throw error
    return { open: false, code: error.code, reason: error.message, hint: error.hint ?? '' }
  }
}
