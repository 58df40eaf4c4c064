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
 * When a call gives NULL: never at all; only for a NULL argument, or a NULL first one; or also when nothing is NULL,
 * which is also what is said of every function that did not come with Postgres, but for comparisons of its extensions.
 */
export type NullBehavior = 'never' | 'argument' | 'firstArgument' | 'possible'

/** @param variadicArray Called with VARIADIC and an array, which being NULL makes the result NULL. */
export const functionNullBehavior = (fn: CatalogFunction, variadicArray: boolean): NullBehavior => {
  if (fn.comparison) return 'argument'
  if (!fn.builtIn || fn.kind !== 'function' || fn.returnsSet) return 'possible'
  const signature = `${fn.name}(${fn.signature})`
  if (alwaysNames.has(fn.name)) return variadicArray ? 'argument' : 'never'
  if (firstArgumentNames.has(fn.name)) return variadicArray ? 'argument' : 'firstArgument'
  if (fn.cast && !castExceptions.has(signature)) return 'argument'
  return neverNullNames.has(fn.name) && !neverNullExceptions.has(signature) ? 'argument' : 'possible'
}

/** The same of an operator, by its symbol and types or else by the function that it calls. */
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

/** The same of a call in a tree. What the catalog does not hold may do anything. */
export const callNullBehavior = (call: Node<'FUNCEXPR' | 'OPEXPR'>, catalogs: Catalogs): NullBehavior => {
  if (call.kind === 'OPEXPR') {
    const operator = call.opretset ? undefined : catalogs.operators.get(call.opno)
    return operator === undefined ? 'possible' : operatorNullBehavior(operator, catalogs.functions)
  }
  const fn = catalogs.functions.get(call.funcid)
  return fn === undefined ? 'possible' : functionNullBehavior(fn, call.funcvariadic)
}
