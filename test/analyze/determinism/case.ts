import type { LeakKind } from '../../../src/model/determinism-rules.js'

/** A view over the tables of `cases.ts`, and the kinds of leak that are in it. */
export interface DeterminismCase {
  readonly name: string
  readonly sql: string
  /** Each once, in alphabetical order; none in an innocent one. */
  readonly kinds: readonly LeakKind[]
  /** The first major of Postgres that understands it. */
  readonly since?: number
}

/** Kinds are separated by spaces. */
export const leak = (kinds: string, name: string, sql: string, since?: number): DeterminismCase => ({
  name,
  sql,
  kinds: kinds.split(' ').filter(Boolean) as LeakKind[],
  ...(since !== undefined && { since }),
})
export const innocent = (name: string, sql: string, since?: number): DeterminismCase =>
  leak('', name, sql, since)
