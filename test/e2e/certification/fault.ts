import type { CertifiedStores, Client } from '../../support/certified-store.js'

/** Runs files of the store again, those whose names match. */
export type Apply = CertifiedStores['apply']

/** One thing that goes wrong in a certified store. */
export interface FoundDiagnostic {
  readonly name: string
  /** Is seeded into the whole fusion store, and not into the small one. */
  readonly whole?: true
  /** Every code that the next certification gives, sorted. */
  readonly codes: readonly string[]
  /** SQLSTATE by which the guard is closed before anybody certifies again; undefined: only a certification can see it. */
  readonly guard?: 'FSC04'
  /** What the notes have to name. */
  readonly says?: string
  seed(client: Client, apply: Apply): Promise<unknown>
  /** Puts it right, but for the certification. */
  mend(client: Client, apply: Apply): Promise<unknown>
}

/** What a person would run again: the views, and that their definitions are accepted. */
export const rebuild = (client: Client, apply: Apply): Promise<void> => apply(client, /^0[123]/)

/** Looks at an expression and lets every row through. */
export const passing = (expression: string): string => `((${expression}) IS NULL OR true)`
