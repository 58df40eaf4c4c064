import { type Expression, locateColumn, type Node } from '../../pgtree/index.js'
import { callNullBehavior } from '../never-null/null-behavior.js'
import { expressionKey } from './expression-key.js'
import {
  absentFact,
  impossible,
  isKnownNotNull,
  isKnownNull,
  isPresent,
  notNullFact,
  nullFact,
  presentFact,
  type Fact,
} from './facts.js'
import { columnKey, isNulledByGrouping, referenceKey, sidesOf } from './locate-column.js'
import type { Pass, Point } from './scope.js'

/**
 * What is known when an expression's value is not NULL: its strict parts are not NULL either, and the sides of outer
 * joins that it reads from are present.
 */
export const factsWhenNotNull = (expr: Expression | null, point: Point, pass: Pass): readonly Fact[] => {
  if (expr === null) return []
  const deeper = (exprs: readonly Expression[]): readonly Fact[] =>
    exprs.flatMap((one) => factsWhenNotNull(one, point, pass))
  switch (expr.kind) {
    case 'VAR':
      return columnNotNull(expr, point)
    case 'FUNCEXPR':
    case 'OPEXPR':
      return [...ownKey(expr, point, pass), ...factsOfStrictCall(expr, point, pass)]
    case 'RELABELTYPE':
    case 'COERCEVIAIO':
    case 'ARRAYCOERCEEXPR':
    case 'CONVERTROWTYPEEXPR':
    case 'COLLATEEXPR':
    case 'NAMEDARGEXPR':
      return factsWhenNotNull(expr.arg, point, pass)
    case 'NULLIFEXPR':
      return factsWhenNotNull(expr.args[0] ?? null, point, pass)
    case 'SCALARARRAYOPEXPR':
      // The element may be NULL where the array is empty; the array may not.
      return factsWhenNotNull(expr.args[1] ?? null, point, pass)
    case 'BOOLEXPR':
      return expr.boolop === 'not' ? deeper(expr.args) : []
    case 'CASETESTEXPR': {
      const { placeholder } = point
      if (placeholder?.kind !== 'operand') return []
      return factsWhenNotNull(placeholder.expr, { ...point, placeholder: placeholder.outer }, pass)
    }
    case 'AGGREF':
    case 'SUBSCRIPTINGREF':
      return ownKey(expr, point, pass)
    default:
      return []
  }
}

/** What is known when a call gave a value: of a strict function, that no argument was NULL. */
export const factsOfStrictCall = (
  call: Node<'FUNCEXPR' | 'OPEXPR'>,
  point: Point,
  pass: Pass,
): readonly Fact[] => {
  const fn = pass.catalogs.functions.get(call.kind === 'FUNCEXPR' ? call.funcid : call.opfuncid)
  return fn?.strict ? call.args.flatMap((arg) => factsWhenNotNull(arg, point, pass)) : []
}

/** What is known when an expression's value is NULL; contradictory when it cannot be. */
export const factsWhenNull = (expr: Expression | null, point: Point, pass: Pass): readonly Fact[] => {
  if (expr === null) return []
  if (point.mayInfer && !pass.infer(expr, point).nullable) return [impossible]
  return factsOfNull(expr, point, pass)
}

/** The same for an expression that was looked at and can be NULL; saves looking again at all that is below it. */
export const factsOfNull = (expr: Expression, point: Point, pass: Pass): readonly Fact[] => {
  switch (expr.kind) {
    case 'VAR':
      return [...ownNull(expr, point, pass), ...absentSide(expr, point, pass)]
    case 'COALESCEEXPR':
      return expr.args.flatMap((one) => factsOfNull(one, point, pass))
    case 'RELABELTYPE':
    case 'COERCEVIAIO':
    case 'COLLATEEXPR':
      return expr.arg === null ? [] : factsOfNull(expr.arg, point, pass)
    case 'FUNCEXPR':
    case 'OPEXPR':
      return [...ownNull(expr, point, pass), ...nullArgument(expr, point, pass)]
    default:
      return ownNull(expr, point, pass)
  }
}

const ownNull = (expr: Expression, point: Point, pass: Pass): readonly Fact[] => {
  const key = expressionKey(expr, point.scope, pass.catalogs)
  return key === null ? [] : [nullFact(key, 'expression')]
}

/** A call that is NULL only for a NULL argument, and has but one that can be: then that one is. */
const nullArgument = (call: Node<'FUNCEXPR' | 'OPEXPR'>, point: Point, pass: Pass): readonly Fact[] => {
  if (!point.mayInfer || callNullBehavior(call, pass.catalogs) !== 'argument') return []
  const [only, ...others] = call.args.filter((arg) => pass.infer(arg, point).nullable)
  return only === undefined || others.length > 0 ? [] : factsOfNull(only, point, pass)
}

const ownKey = (expr: Expression, point: Point, pass: Pass): readonly Fact[] => {
  const key = expressionKey(expr, point.scope, pass.catalogs)
  if (key === null) return []
  return [isKnownNull(point.facts, key) ? impossible : notNullFact(key, 'expression')]
}

const columnNotNull = (expr: Node<'VAR'>, point: Point): readonly Fact[] => {
  const column = locateColumn(expr, point.scope)
  if (column === null) return []
  if (isKnownNull(point.facts, `v${referenceKey(column)}`)) return [impossible]
  const about = { scope: column.scope.id, varno: column.varno }
  const present = (sidesOf(column) ?? []).map(presentFact)
  // Of a column that grouping sets may leave out, only this very reference is known.
  const key = isNulledByGrouping(column) ? referenceKey(column) : columnKey(column)
  return [notNullFact(key, about), ...present]
}

/** A column that only one outer join can have made NULL: then that side of the join is absent. */
const absentSide = (expr: Node<'VAR'>, point: Point, pass: Pass): readonly Fact[] => {
  const column = point.mayInfer ? locateColumn(expr, point.scope) : null
  if (column === null || isNulledByGrouping(column)) return []
  const missing = (sidesOf(column) ?? []).filter((side) => !isPresent(point.facts, side))
  const [only, ...others] = missing
  if (only === undefined || others.length > 0) return []
  const isOwnNotNull =
    isKnownNotNull(point.facts, columnKey(column)) ||
    !pass.infer({ ...expr, varnullingrels: [] }, point).nullable
  return isOwnNotNull ? [absentFact(only)] : []
}
