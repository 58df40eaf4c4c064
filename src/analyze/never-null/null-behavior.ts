import type { Node } from '../../pgtree/index.js'
import type { CatalogFunction, CatalogOperator, Catalogs } from '../../resolve/index.js'
import {
  alwaysNames,
  castExceptions,
  firstArgumentNames,
  neverNullExceptions,
  neverNullNames,
  neverNullOperators,
  operatorExceptions,
} from './builtin-names.js'

/**
 * When a call returns NULL: never; only for a NULL argument or a NULL first argument; or possibly without any NULL. The
 * last is assumed for every function that is not built in, except for comparisons of bundled extensions.
 */
export type NullBehavior = 'never' | 'argument' | 'firstArgument' | 'possible'

/** @param variadicArray whether it is called with VARIADIC and an array; a NULL array makes the result NULL. */
export const functionNullBehavior = (fn: CatalogFunction, variadicArray: boolean): NullBehavior => {
  if (fn.comparison) return 'argument'
  if (!fn.builtIn || fn.kind !== 'function' || fn.returnsSet) return 'possible'
  const signature = `${fn.name}(${fn.signature})`
  if (alwaysNames.has(fn.name)) return variadicArray ? 'argument' : 'never'
  if (firstArgumentNames.has(fn.name)) return variadicArray ? 'argument' : 'firstArgument'
  if (fn.cast && !castExceptions.has(signature)) return 'argument'
  return neverNullNames.has(fn.name) && !neverNullExceptions.has(signature) ? 'argument' : 'possible'
}

/** The same for an operator, by its symbol and types, otherwise by its function. */
export const operatorNullBehavior = (
  operator: CatalogOperator,
  functions: Catalogs['functions'],
): NullBehavior => {
  const fn = functions.get(operator.function)
  if (fn?.comparison) return 'argument'
  if (fn === undefined || !fn.builtIn || !operator.builtIn) return 'possible'
  if (neverNullOperators.has(operator.name)) {
    return operatorExceptions.has(`${operator.name}(${operator.signature})`) ? 'possible' : 'argument'
  }
  return functionNullBehavior(fn, false)
}

/** The same for a call in a tree. A function that is not in the catalog may return NULL. */
export const callNullBehavior = (call: Node<'FUNCEXPR' | 'OPEXPR'>, catalogs: Catalogs): NullBehavior => {
  if (call.kind === 'OPEXPR') {
    const operator = call.opretset ? undefined : catalogs.operators.get(call.opno)
    return operator === undefined ? 'possible' : operatorNullBehavior(operator, catalogs.functions)
  }
  const fn = catalogs.functions.get(call.funcid)
  return fn === undefined ? 'possible' : functionNullBehavior(fn, call.funcvariadic)
}
