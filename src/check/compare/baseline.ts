import type { RelationState } from './relation-state.js'

/** The state of a project that somebody accepted. */
export interface Baseline {
  /**
   * Which Postgres wrote the definitions; only texts of one and the same are comparable, so those of another are
   * replayed before they are compared.
   */
  readonly server: string
  readonly fingerprint: string
  /** In dependency order. */
  readonly relations: readonly RelationState[]
}

/** One line of the log of acceptances, which only ever grows. */
export interface Acceptance {
  /** When, ISO 8601 in UTC. The record of an act, unlike everything else that is generated. */
  readonly at: string
  readonly who: string
  readonly reason: string
  /** Fingerprint of the baseline from here on. */
  readonly fingerprint: string
  /** Fingerprint of the baseline until then; null for the first. */
  readonly previous: string | null
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}
