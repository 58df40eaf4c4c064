import type { CallSite } from '../declare/call-site.js'
import type { Declaration } from '../declare/relation.js'
import type { FunctionDeclaration } from '../declare/sql-function.js'
import type { Place } from '../model/diagnostic.js'
import { displayName, type RelationName } from '../model/relation-name.js'
import { createFunction } from '../model/create/create-function.js'
import { type CompiledFunction, functionKey } from '../model/sql-function.js'
import { bodyText, checkFunction } from './check-function.js'
import { type DiagnosticCollector, splitName } from './context.js'
import { functionClosure, functionsOf } from './functions-in.js'

/** Relations that some functions read, in name order. */
export const relationsOf = (functions: readonly FunctionDeclaration[]): readonly RelationName[] => {
  const names = new Set(
    functions.flatMap(({ relations }) => relations.flatMap((relation) => relation?.name ?? [])),
  )
  return [...names].toSorted().map(splitName)
}

/** Keys of some functions, sorted. */
export const keysOf = (functions: readonly FunctionDeclaration[]): readonly string[] =>
  [...new Set(functions.map(({ name }) => functionKey(splitName(name))))].toSorted()

/**
 * The functions that the declarations of a project call, each once and after those that it calls. Errors of a
 * declaration are reported, as is a function that is declared in two ways.
 */
export function compileFunctions(
  declarations: readonly Declaration[],
  diagnostics: DiagnosticCollector,
  locate: (site: CallSite) => Place,
): readonly CompiledFunction[] {
  const compiled = new Map<string, CompiledFunction>()
  for (const fn of new Set(declarations.flatMap(functionsOf))) {
    checkFunction(fn, diagnostics)
    const result = compileFunction(fn, locate)
    const key = functionKey(result)
    const other = compiled.get(key)
    if (!other) compiled.set(key, result)
    else if (createFunction(other) !== createFunction(result)) {
      const hint = 'Declare the function once, and import it where it is needed; one name has one function.'
      diagnostics.add(
        { relation: displayName(result), site: fn.site },
        'FS185',
        `function "${displayName(result)}" is declared in two ways`,
        hint,
      )
    }
  }
  return [...compiled.values()]
}

function compileFunction(fn: FunctionDeclaration, locate: (site: CallSite) => Place): CompiledFunction {
  const others = functionClosure(fn.functions)
  const { comment, args, returns, isOwn, volatility, strict, parallelSafe, site } = fn
  return {
    kind: 'function',
    ...splitName(fn.name),
    comment,
    args,
    returns,
    body: bodyText(fn.body),
    isOwn,
    volatility,
    strict,
    parallelSafe,
    calls: keysOf(others),
    dependsOn: relationsOf([fn, ...others]),
    place: locate(site),
  }
}
