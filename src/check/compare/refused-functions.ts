import type { AnalyzedProject } from '../../model/analyzed-project.js'
import type { Diagnostic } from '../../model/diagnostic.js'
import type { LiveCatalog, LiveSignature } from '../../model/live-catalog.js'
import { displayName } from '../../model/relation-name.js'
import { type CompiledFunction, functionKey } from '../../model/sql-function.js'
import type { signatureOf } from './function-state.js'

/** Arguments and result of a declared function, with types as printed by Postgres. */
export type Signature = ReturnType<typeof signatureOf>

/** The live function with the argument types of a declared one. Others with the name are overloads. */
export const sameArguments = (
  fn: CompiledFunction,
  { args }: Signature,
  live: readonly LiveSignature[],
): LiveSignature | undefined =>
  live.find(
    (one) =>
      displayName(one) === displayName(fn) &&
      one.types.length === args.length &&
      one.types.every((type, at) => type === args[at]?.type),
  )

/**
 * A diagnostic for each of the store's own functions that CREATE OR REPLACE FUNCTION cannot replace, because the result
 * type or the argument names differ.
 *
 * @param signatures of the declared functions, by `functionKey`.
 */
export const refusedFunctions = (
  { functions = [] }: AnalyzedProject,
  catalog: LiveCatalog,
  signatures: ReadonlyMap<string, Signature>,
): readonly Diagnostic[] =>
  functions.flatMap((fn): Diagnostic[] => {
    const signature = signatures.get(functionKey(fn))
    const live = fn.isOwn && signature ? sameArguments(fn, signature, catalog.signatures) : undefined
    if (!signature || !live) return []
    const reasons = [
      ...(live.result === signature.result
        ? []
        : [`result type changes from ${live.result} to ${signature.result}`]),
      ...signature.args.flatMap(({ name }, at) => {
        const was = live.names[at]
        return was && was !== name ? [`argument "${was}" is renamed to "${name}"`] : []
      }),
    ]
    if (reasons.length === 0) return []
    return [
      {
        code: 'FS709',
        place: { ...fn.place, relation: functionKey(fn) },
        message: `CREATE OR REPLACE FUNCTION will be refused: ${reasons.join('; ')}`,
        hint: 'Run sql/optional/drop_and_recreate.sql, or keep the result type and the names of the arguments.',
      },
    ]
  })
