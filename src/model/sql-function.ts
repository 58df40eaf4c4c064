import type { Place } from './diagnostic.js'
import { displayName, type RelationName } from './relation-name.js'

export type Volatility = 'immutable' | 'stable' | 'volatile'

/** A function of the user's database that views call. */
export interface CompiledFunction extends RelationName {
  readonly kind: 'function'
  readonly comment: string
  /** In their order, types as SQL writes them. */
  readonly args: readonly { readonly name: string; readonly type: string }[]
  readonly returns: string
  /** In SQL-standard form: `RETURN …` or `BEGIN ATOMIC … END`. */
  readonly body: string
  /** Whether the store creates it. If not, the database already has it, and the body is a stand-in for it. */
  readonly isOwn: boolean
  readonly volatility: Volatility
  readonly strict: boolean
  readonly parallelSafe: boolean
  /** Functions that the body calls, directly or not, by {@link functionKey}. */
  readonly calls: readonly string[]
  /** Relations that the body reads, or those of a function that it calls, in name order. */
  readonly dependsOn: readonly RelationName[]
  readonly place: Place
}

/** A key that no relation or type can have. */
export const functionKey = (name: RelationName): string => `function ${displayName(name)}`

/**
 * Functions and what reads them in one order: each function before the first that calls it, after the functions that it
 * calls itself.
 *
 * @param functions each after those that it calls.
 */
export function withFunctions<R extends { readonly calls?: readonly string[] }>(
  functions: readonly CompiledFunction[],
  readers: readonly R[],
): readonly (CompiledFunction | R)[] {
  const left = new Map(functions.map((fn) => [functionKey(fn), fn]))
  return readers.flatMap((reader): (CompiledFunction | R)[] => {
    const called = new Set(reader.calls)
    const first = [...left].filter(([key]) => called.has(key))
    for (const [key] of first) left.delete(key)
    return [...first.map(([, fn]) => fn), reader]
  })
}
