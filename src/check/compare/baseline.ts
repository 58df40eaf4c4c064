import type { RelationState } from './relation-state.js'

/** The accepted definitions of a project. */
export interface Baseline {
  /**
   * The Postgres that deparsed the definitions. Only texts of the same version are comparable; others are replayed before
   * they are compared.
   */
  readonly server: string
  readonly fingerprint: string
  /** In dependency order. */
  readonly relations: readonly RelationState[]
}

/** One line of the append-only log of acceptances. */
export interface Acceptance {
  /** Time, ISO 8601 in UTC. Unlike all generated files, the log contains a time. */
  readonly at: string
  readonly who: string
  readonly reason: string
  /** Fingerprint of the new baseline. */
  readonly fingerprint: string
  /** Fingerprint of the previous baseline; null for the first. */
  readonly previous: string | null
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}
