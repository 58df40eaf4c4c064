import {
  booleanConstant,
  booleanTest,
  type Expression,
  type Node,
  nullTest,
  subLink,
} from '../../pgtree/index.js'
import { hasElements } from './array-elements.js'
import { commonFacts, impossible, type Fact } from './facts.js'
import type { Pass, Point } from './scope.js'
import { factsOfStrictCall, factsWhenNotNull, factsWhenNull } from './value-facts.js'

/** What a condition came to. SQL has three truth values, so "not true" is false or unknown. */
export type Outcome = 'true' | 'false' | 'notTrue' | 'notFalse'

const negated: Record<Outcome, Outcome> = {
  true: 'false',
  false: 'true',
  notTrue: 'notFalse',
  notFalse: 'notTrue',
}

const isDefinite = (outcome: Outcome): boolean => outcome === 'true' || outcome === 'false'

/** What is known of a row for which a condition came out so. */
export const factsWhen = (
  expr: Expression | null,
  outcome: Outcome,
  point: Point,
  pass: Pass,
): readonly Fact[] => {
  if (expr === null) return []
  switch (expr.kind) {
    case 'BOOLEXPR':
      return boolean(expr, outcome, point, pass)
    case 'NULLTEST':
      return nullTested(expr, outcome, point, pass)
    case 'BOOLEANTEST':
      return booleanTested(expr, outcome, point, pass)
    case 'COALESCEEXPR':
      return coalesced(expr, outcome, point, pass)
    case 'DISTINCTEXPR':
      return notDistinct(expr, outcome, point, pass)
    case 'SCALARARRAYOPEXPR':
      return arrayCompared(expr, outcome, point, pass)
    case 'ROWCOMPAREEXPR':
      if (!isDefinite(outcome)) return []
      return [expr.largs[0] ?? null, expr.rargs[0] ?? null].flatMap((one) =>
        factsWhenNotNull(one, point, pass),
      )
    case 'SUBLINK':
      // Some row passed the test, in which the parameters stand for that row's columns.
      return expr.subLinkType === subLink.any && outcome === 'true'
        ? factsWhen(expr.testexpr, 'true', point, pass)
        : []
    case 'CONST': {
      const value = booleanConstant(expr)
      if (value === null) return isDefinite(outcome) ? [impossible] : []
      const agrees = value === (outcome === 'true' || outcome === 'notFalse')
      return agrees ? [] : [impossible]
    }
    case 'FUNCEXPR':
    case 'OPEXPR':
      return isDefinite(outcome) ? factsOfStrictCall(expr, point, pass) : []
    default:
      return isDefinite(outcome) ? factsWhenNotNull(expr, point, pass) : []
  }
}

const boolean = (expr: Node<'BOOLEXPR'>, outcome: Outcome, point: Point, pass: Pass): readonly Fact[] => {
  if (expr.boolop === 'not') return factsWhen(expr.args[0] ?? null, negated[outcome], point, pass)
  const each = expr.args.map((arg) => factsWhen(arg, outcome, point, pass))
  // AND is true, or not false, when every part is; false, or not true, when some part is. OR is the reverse.
  const every = (expr.boolop === 'and') === (outcome === 'true' || outcome === 'notFalse')
  return every ? each.flat() : commonFacts(each)
}

const nullTested = (expr: Node<'NULLTEST'>, outcome: Outcome, point: Point, pass: Pass): readonly Fact[] => {
  // The test itself is never unknown.
  const holds = outcome === 'true' || outcome === 'notFalse'
  const saysNull = (expr.nulltesttype === nullTest.isNull) === holds
  if (!expr.argisrow) {
    return saysNull ? factsWhenNull(expr.arg, point, pass) : factsWhenNotNull(expr.arg, point, pass)
  }
  // Of a row, IS NULL means that all its fields are, and IS NOT NULL that none is; neither is the other's negation.
  if (saysNull) return []
  const own = factsWhenNotNull(expr.arg, point, pass)
  if (!holds || expr.arg?.kind !== 'ROWEXPR') return own
  return [...own, ...expr.arg.args.flatMap((field) => factsWhenNotNull(field, point, pass))]
}

const testedOutcomes: Readonly<Record<number, Outcome | 'null' | 'notNull'>> = {
  [booleanTest.isTrue]: 'true',
  [booleanTest.isNotTrue]: 'notTrue',
  [booleanTest.isFalse]: 'false',
  [booleanTest.isNotFalse]: 'notFalse',
  [booleanTest.isUnknown]: 'null',
  [booleanTest.isNotUnknown]: 'notNull',
}
const opposites: Record<Outcome | 'null' | 'notNull', Outcome | 'null' | 'notNull'> = {
  true: 'notTrue',
  notTrue: 'true',
  false: 'notFalse',
  notFalse: 'false',
  null: 'notNull',
  notNull: 'null',
}

const booleanTested = (
  expr: Node<'BOOLEANTEST'>,
  outcome: Outcome,
  point: Point,
  pass: Pass,
): readonly Fact[] => {
  const tested = testedOutcomes[expr.booltesttype]
  if (tested === undefined) return []
  const holds = outcome === 'true' || outcome === 'notFalse'
  const inner = holds ? tested : opposites[tested]
  if (inner === 'null') return factsWhenNull(expr.arg, point, pass)
  if (inner === 'notNull') return factsWhenNotNull(expr.arg, point, pass)
  return factsWhen(expr.arg, inner, point, pass)
}

/** `coalesce(x, false)` is true only when x is, `coalesce(x, true)` false only when x is. */
const coalesced = (
  expr: Node<'COALESCEEXPR'>,
  outcome: Outcome,
  point: Point,
  pass: Pass,
): readonly Fact[] => {
  const [first, second, ...rest] = expr.args
  const fallback = rest.length === 0 ? booleanConstant(second ?? null) : null
  if (first === undefined || fallback === null) return []
  const isTrue = outcome === 'true' || outcome === 'notFalse'
  if (isTrue !== fallback) return factsWhen(first, isTrue ? 'true' : 'false', point, pass)
  return factsWhen(first, isTrue ? 'notFalse' : 'notTrue', point, pass)
}

/** `a IS NOT DISTINCT FROM b` with b known: a is not NULL either. */
const notDistinct = (
  expr: Node<'DISTINCTEXPR'>,
  outcome: Outcome,
  point: Point,
  pass: Pass,
): readonly Fact[] => {
  const [left, right] = expr.args
  const isSame = outcome === 'false' || outcome === 'notTrue'
  if (!isSame || left === undefined || right === undefined || !point.mayInfer) return []
  return [
    ...(pass.infer(right, point).nullable ? [] : factsWhenNotNull(left, point, pass)),
    ...(pass.infer(left, point).nullable ? [] : factsWhenNotNull(right, point, pass)),
  ]
}

/** `x = ANY (array)` true: some element was compared, so x is not NULL. False says so only if there are elements. */
const arrayCompared = (
  expr: Node<'SCALARARRAYOPEXPR'>,
  outcome: Outcome,
  point: Point,
  pass: Pass,
): readonly Fact[] => {
  if (!isDefinite(outcome)) return []
  const [scalar, array] = expr.args
  if (scalar === undefined || array === undefined) return []
  const isStrict = pass.catalogs.functions.get(expr.opfuncid)?.strict ?? false
  const wasCompared = expr.useOr === (outcome === 'true') || hasElements(array)
  return [
    ...factsWhenNotNull(array, point, pass),
    ...(isStrict && wasCompared ? factsWhenNotNull(scalar, point, pass) : []),
  ]
}
