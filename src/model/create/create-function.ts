import { guardFunction } from '../guard-function.js'
import type { LiveFunction } from '../live-catalog.js'
import { quoteIdentifier, quoteRelation } from '../quote-identifier.js'
import type { RelationName } from '../relation-name.js'
import type { CompiledFunction } from '../sql-function.js'

/** The name with the argument types in brackets, as statements about a function write it. */
export const functionSignature = (fn: CompiledFunction): string =>
  `${quoteRelation(fn)}(${fn.args.map(({ type }) => type).join(', ')})`

/** Creates a declared function, or its stand-in. The text is canonical: equal functions have the same text. */
export function createFunction(fn: CompiledFunction): string {
  const args = fn.args.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`).join(', ')
  const options = [
    'LANGUAGE sql',
    fn.volatility.toUpperCase(),
    ...(fn.strict ? ['STRICT'] : []),
    ...(fn.parallelSafe ? ['PARALLEL SAFE'] : []),
  ]
  return `CREATE OR REPLACE FUNCTION ${quoteRelation(fn)}(${args}) RETURNS ${fn.returns}
  ${options.join(' ')}
${fn.body}
;
`
}

/** A function that can be named in a view but not called: a definition shows its name and types, never its body. */
export const createEmptyFunction = (fn: LiveFunction): string =>
  `CREATE FUNCTION ${quoteRelation(fn)}(${fn.arguments}) RETURNS ${fn.result} LANGUAGE plpgsql AS 'BEGIN END';\n`

/**
 * A stand-in for the function that guarded views call; the real one comes with the audit schema. Its schema must exist.
 *
 * @param name the name to create it under, if not its own.
 */
export const createGuard = (name: RelationName = guardFunction): string =>
  `CREATE OR REPLACE FUNCTION ${quoteRelation(name)}(${guardFunction.arguments}) RETURNS ${guardFunction.result}
  LANGUAGE sql VOLATILE RETURN true;
`
