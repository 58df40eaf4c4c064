import type { Nullability } from '../../model/analyzed-project.js'
import { currentSchema, type Expression, setReturningCalls, textConstant } from '../../pgtree/index.js'
import type { CatalogFunction } from '../../resolve/index.js'
import { functionNullBehavior, type NullBehavior, operatorNullBehavior } from '../never-null/null-behavior.js'
import { extractGivesValue } from '../never-null/builtin-names.js'
import { inferElements } from './array-elements.js'
import { inferSetColumns } from './function-columns.js'
import { callReason, canBeNull, firstNullable, notNull } from './verdict.js'
import type { Pass, Point, Rules } from './scope.js'

const byArguments = (
  behavior: NullBehavior,
  args: readonly Expression[],
  reason: string,
  point: Point,
  pass: Pass,
): Nullability => {
  switch (behavior) {
    case 'never':
      return notNull
    case 'argument':
      return inferAll(args, point, pass)
    case 'firstArgument':
      return inferAll(args.slice(0, 1), point, pass)
    case 'possible':
      return canBeNull(reason)
  }
}

/** Nullable if one of several is; stops at the first one. */
export const inferAll = (args: readonly Expression[], point: Point, pass: Pass): Nullability => {
  for (const arg of args) {
    const verdict = pass.infer(arg, point)
    if (verdict.nullable) return verdict
  }
  return notNull
}

/** NULL behavior of an operator, by OID. An operator that is not in the catalog may return NULL. */
export const operatorBehavior = (oid: number, pass: Pass): NullBehavior => {
  const operator = pass.catalogs.operators.get(oid)
  return operator === undefined ? 'possible' : operatorNullBehavior(operator, pass.catalogs.functions)
}

const operatorReason = (oid: number, pass: Pass): string =>
  callReason(pass.catalogs.operators.get(oid)?.name ?? 'an operator', 'operator')

const isExtract = (fn: CatalogFunction, args: readonly Expression[]): boolean =>
  fn.builtIn &&
  (fn.name === 'extract' || fn.name === 'date_part') &&
  extractGivesValue(textConstant(args[0] ?? null))

/** Calls of functions and operators, and expressions defined by them. */
export const callRules: Rules<
  | 'FUNCEXPR'
  | 'OPEXPR'
  | 'DISTINCTEXPR'
  | 'NULLIFEXPR'
  | 'SCALARARRAYOPEXPR'
  | 'ROWCOMPAREEXPR'
  | 'NAMEDARGEXPR'
  | 'SQLVALUEFUNCTION'
  | 'NEXTVALUEEXPR'
> = {
  FUNCEXPR: (node, point, pass) => {
    if (node.funcretset) {
      // Several in one select list run in parallel; the shorter ones are padded with NULL.
      const isAlone = setReturningCalls(point.scope.query).length === 1
      const [only, ...others] = isAlone ? inferSetColumns(node, point, pass) : []
      return only !== undefined && others.length === 0
        ? only
        : canBeNull('a set-returning function may give NULL')
    }
    const fn = pass.catalogs.functions.get(node.funcid)
    if (fn === undefined) return canBeNull('a function that is not in the catalog')
    if (isExtract(fn, node.args)) return inferAll(node.args, point, pass)
    const reason = callReason(
      fn.builtIn ? fn.name : `${fn.schema}.${fn.name}`,
      fn.builtIn ? 'function' : 'user',
    )
    return byArguments(functionNullBehavior(fn, node.funcvariadic), node.args, reason, point, pass)
  },

  OPEXPR: (node, point, pass) => {
    if (node.opretset) return canBeNull('a set-returning operator may give NULL')
    return byArguments(
      operatorBehavior(node.opno, pass),
      node.args,
      operatorReason(node.opno, pass),
      point,
      pass,
    )
  },

  // NULL is treated as a value; only the comparison of two values could return NULL.
  DISTINCTEXPR: ({ opno }, _point, pass) =>
    operatorBehavior(opno, pass) === 'possible' ? canBeNull(operatorReason(opno, pass)) : notNull,

  NULLIFEXPR: () => canBeNull('NULLIF gives NULL when both are equal'),

  SCALARARRAYOPEXPR: ({ opno, args }, point, pass) => {
    const [scalar, array] = args
    if (scalar === undefined || array === undefined) return canBeNull('a comparison without operands')
    if (operatorBehavior(opno, pass) === 'possible') return canBeNull(operatorReason(opno, pass))
    return firstNullable([inferAll([scalar, array], point, pass), inferElements(array, point, pass)])
  },

  ROWCOMPAREEXPR: ({ opnos, largs, rargs }, point, pass) => {
    const unsure = opnos.find((opno) => operatorBehavior(opno, pass) === 'possible')
    if (unsure !== undefined) return canBeNull(operatorReason(unsure, pass))
    return inferAll([...largs, ...rargs], point, pass)
  },

  NAMEDARGEXPR: ({ arg }, point, pass) => (arg === null ? notNull : pass.infer(arg, point)),

  SQLVALUEFUNCTION: ({ op }) =>
    op === currentSchema ? canBeNull('CURRENT_SCHEMA is NULL with an empty search path') : notNull,

  NEXTVALUEEXPR: () => notNull,
}
