import type { LiveSignature } from '../../model/live-catalog.js'
import { displayName } from '../../model/relation-name.js'
import { createFunction } from '../../model/create/create-function.js'
import { type CompiledFunction, functionKey } from '../../model/sql-function.js'
import type { ColumnState, RelationState } from './relation-state.js'

/** Column names for the result and the volatility of a function, next to its arguments. */
const RESULT = 'RETURNS'
const VOLATILITY = 'VOLATILITY'

const column = (name: string, type: string): ColumnState => ({
  name,
  type,
  nullable: null,
  comment: null,
  lineage: [],
})

/** The state of a declared function. The body of a stand-in is not compared. */
const functionState = (fn: CompiledFunction): RelationState => ({
  relation: functionKey(fn),
  kind: 'function',
  comment: fn.isOwn ? fn.comment : null,
  columns: [
    ...fn.args.map(({ name, type }) => column(name, type)),
    column(RESULT, fn.returns),
    column(VOLATILITY, fn.volatility),
  ],
  key: null,
  definition: fn.isOwn ? createFunction(fn).trimEnd() : null,
  dependsOn: [...fn.dependsOn.map(displayName), ...fn.calls],
  rowLineage: [],
})

export const functionStates = (functions: readonly CompiledFunction[] = []): RelationState[] =>
  functions.map(functionState)

/** Arguments and result of a function's state, as in a CREATE FUNCTION statement. */
export function signatureOf({ columns }: RelationState): {
  readonly args: readonly ColumnState[]
  readonly result: string
} {
  const result = columns.find(({ name }, at) => name === RESULT && at === columns.length - 2)
  return { args: columns.slice(0, -2), result: result?.type ?? '' }
}

/** The same state with types as printed by a Postgres. */
export const withSignature = (
  state: RelationState,
  { types, result }: Pick<LiveSignature, 'types' | 'result'>,
): RelationState => ({
  ...state,
  columns: state.columns.map((one, at) => ({
    ...one,
    type: types[at] ?? (one.name === RESULT ? result : one.type),
  })),
})

/**
 * A declared function as found in a live database; undefined if there is none of that name. Of several overloads it is
 * the one that a call would resolve to. Calls are positional, so argument names only matter for the store's own functions.
 *
 * @param types of the declared arguments, as printed by Postgres.
 */
export function liveFunctionState(
  fn: CompiledFunction,
  types: readonly string[],
  live: readonly LiveSignature[],
): RelationState | undefined {
  const named = live.filter((one) => displayName(one) === displayName(fn))
  const found = named.find((one) => one.types.join() === types.join()) ?? named[0]
  if (!found) return undefined
  const name = (at: number): string =>
    (fn.isOwn ? found.names[at] : fn.args[at]?.name) || found.names[at] || `argument ${at + 1}`
  return {
    ...functionState(fn),
    comment: fn.isOwn ? (found.comment ?? '') : null,
    columns: [
      ...found.types.map((type, at) => column(name(at), type)),
      column(RESULT, found.result),
      column(VOLATILITY, found.volatility),
    ],
    // Postgres deparses it differently in each major version. Gate A compares it.
    definition: null,
  }
}
