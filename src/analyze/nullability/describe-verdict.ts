import type { Nullability } from '../../model/analyzed-project.js'
import { type Expression, type ExpressionKind, locateColumn, type Node } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { callNullBehavior } from '../never-null/null-behavior.js'
import { expressionKey } from './expression-key.js'
import { isKnownNotNull } from './facts.js'
import { columnKey } from './locate-column.js'
import type { Pass, Point } from './scope.js'

/** Expressions that are NULL exactly if their argument is; they need no sentence. */
const PASSES: ReadonlySet<ExpressionKind> = new Set([
  'VAR',
  'RELABELTYPE',
  'COERCEVIAIO',
  'COLLATEEXPR',
  'CONVERTROWTYPEEXPR',
  'NAMEDARGEXPR',
  'CASETESTEXPR',
  'COERCETODOMAIN',
  'JSONVALUEEXPR',
])

export const isPassedOn = (expr: Expression, { functions }: Catalogs): boolean =>
  PASSES.has(expr.kind) || (expr.kind === 'FUNCEXPR' && (functions.get(expr.funcid)?.cast ?? false))

/** Name of a function, operator or aggregate in a sentence. */
const nameOf = (expr: Expression, { functions, operators }: Catalogs): string => {
  switch (expr.kind) {
    case 'FUNCEXPR':
      return functions.get(expr.funcid)?.name ?? 'the function'
    case 'AGGREF':
      return functions.get(expr.aggfnoid)?.name ?? 'the aggregate'
    case 'WINDOWFUNC':
      return functions.get(expr.winfnoid)?.name ?? 'the window function'
    case 'OPEXPR':
    case 'SCALARARRAYOPEXPR':
      return `\`${operators.get(expr.opno)?.name ?? 'the operator'}\``
    default:
      return 'it'
  }
}

/**
 * Why an expression can or cannot be NULL, given the part that decides it.
 *
 * @param part the deciding part; null if the expression itself decides.
 */
export const sentenceOf = (
  verdict: Nullability,
  expr: Expression,
  point: Point,
  pass: Pass,
  part: Expression | null,
): string => {
  if (!verdict.nullable) return whyNot(expr, point, pass, part)
  return part === null ? verdict.because : whyPart(expr, part, pass.catalogs)
}

/** Why the whole is NULL if a part is. */
const whyPart = (expr: Expression, part: Expression, catalogs: Catalogs): string => {
  const name = nameOf(expr, catalogs)
  switch (expr.kind) {
    case 'CASEEXPR':
      return expr.defresult === part ? 'the ELSE of the CASE may be NULL' : whichResult(expr, part)
    case 'COALESCEEXPR':
      return 'every argument of COALESCE may be NULL, down to the last'
    case 'MINMAXEXPR':
      return 'GREATEST and LEAST return NULL if every argument is NULL, and each may be'
    case 'FUNCEXPR':
      return `${name} returns NULL for a NULL argument`
    case 'OPEXPR':
      return `${name} returns NULL for a NULL operand`
    case 'SCALARARRAYOPEXPR':
      return `${name} over a list is unknown if an operand or an element is NULL`
    case 'BOOLEXPR':
      return expr.boolop === 'not'
        ? 'NOT of NULL is NULL'
        : `${expr.boolop === 'or' ? 'OR' : 'AND'} may be unknown if a part is NULL`
    case 'AGGREF':
      return `${name} ignores NULL, and all values of a group may be NULL`
    case 'WINDOWFUNC':
      return `${name} may find only NULL in its frame`
    case 'SUBLINK':
      return 'what the subquery selects may be NULL'
    case 'ROWCOMPAREEXPR':
      return 'a row comparison is unknown if a field is NULL'
    case 'ARRAYCOERCEEXPR':
      return 'a cast of a NULL array is NULL'
    default:
      return 'it is NULL if a part of it is'
  }
}

const whichResult = ({ args }: Node<'CASEEXPR'>, part: Expression): string => {
  const at = args.findIndex(({ result }) => result === part)
  return at < 0 ? 'a result of the CASE may be NULL' : `the THEN of WHEN ${at + 1} of the CASE may be NULL`
}

const whyNot = (expr: Expression, point: Point, pass: Pass, part: Expression | null): string => {
  if (point.facts.isImpossible) return 'no row reaches this expression'
  if (isKnown(expr, point, pass)) return 'a condition of the query excludes rows in which it is NULL'
  const name = nameOf(expr, pass.catalogs)
  switch (expr.kind) {
    case 'VAR':
      return 'what it reads is never NULL'
    case 'CONST':
      return 'it is a constant'
    case 'FUNCEXPR':
    case 'OPEXPR':
      return callNullBehavior(expr, pass.catalogs) === 'never'
        ? `${name} never returns NULL`
        : `${name} returns NULL only for a NULL argument, and no argument can be NULL`
    case 'AGGREF':
    case 'WINDOWFUNC':
      return countsAlways.has(name)
        ? `${name} always returns a number`
        : `${name} always has at least one row, and its values cannot be NULL`
    case 'COALESCEEXPR':
      return 'COALESCE has an argument that is never NULL'
    case 'MINMAXEXPR':
      return 'GREATEST and LEAST ignore NULL, and an argument is never NULL'
    case 'CASEEXPR':
      return 'no result of the CASE can be NULL, and one is always chosen'
    case 'BOOLEXPR':
      return 'no part of the condition can be unknown'
    case 'NULLTEST':
      return 'IS NULL and IS NOT NULL are always true or false'
    case 'BOOLEANTEST':
      return 'IS TRUE, IS FALSE and IS UNKNOWN are always true or false'
    case 'DISTINCTEXPR':
      return 'IS DISTINCT FROM is always true or false'
    case 'SUBLINK':
      return part === null
        ? 'EXISTS, ARRAY and a comparison without NULL always return a value'
        : 'the subquery always has a row, and what it selects is never NULL'
    case 'ARRAYEXPR':
    case 'ROWEXPR':
      return 'a constructor always returns a value'
    default:
      return 'no part of it can be NULL'
  }
}

const countsAlways: ReadonlySet<string> = new Set([
  'count',
  'rank',
  'dense_rank',
  'row_number',
  'percent_rank',
  'cume_dist',
  'regr_count',
])

const isKnown = (expr: Expression, point: Point, pass: Pass): boolean => {
  if (expr.kind === 'VAR') {
    const column = locateColumn(expr, point.scope)
    return column !== null && isKnownNotNull(point.facts, columnKey(column))
  }
  const key = expressionKey(expr, point.scope, pass.catalogs)
  return key !== null && isKnownNotNull(point.facts, key)
}
