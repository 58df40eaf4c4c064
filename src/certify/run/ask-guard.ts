import type { Session } from '../../postgres/session.js'

/** What the guard answers: it lets readers through, or why not. */
export type GuardAnswer =
  | { readonly open: true }
  | {
      readonly open: false
      /** SQLSTATE of the refusal. */
      readonly code: string
      readonly reason: string
      readonly hint: string
    }

const REFUSAL = /^FSC0[1-4]$/

interface Refusal extends Error {
  readonly code: string
  readonly hint?: string
}

const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && 'code' in error && REFUSAL.test(String(error.code))

/** Asks the guard about a relation, as a guarded view does, with the age that the store allows. */
export async function askGuard(session: Session, relation: string): Promise<GuardAnswer> {
  try {
    await session.query('SELECT audit._require_certified_strict($1::text, NULL::interval)', [relation])
    return { open: true }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return { open: false, code: error.code, reason: error.message, hint: error.hint ?? '' }
  }
}
