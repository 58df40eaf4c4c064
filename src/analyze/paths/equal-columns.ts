import { type Expression, type Node, scopeUp } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import { columnOf } from '../order/columns.js'
import { type ColumnKey, columnKey, merge, type Pin, type Pins, type PinScope } from './pins.js'

/** Two columns of one query, or a column and a fixed value of a query around it, that are equal where a condition holds. */
export interface Equality {
  readonly column: ColumnKey
  readonly equals: { readonly column: ColumnKey } | { readonly pins: Pins }
}

const integers = new Set(['smallint', 'integer', 'bigint'])

/**
 * Types of which an equality always means the same, whichever of its operators compares two values, and whose values
 * can be copied without loss.
 */
export const comparableTypes = new Set([
  ...integers,
  'text',
  'character varying',
  'uuid',
  'date',
  'timestamp without time zone',
  'timestamp with time zone',
  'boolean',
  'numeric',
  'oid',
])

/** None, that of the database, "C" and "POSIX": equal texts are the same text. */
const exactCollations = new Set([0, 100, 950, 951])

/** Whether an equality of the column's type means the same everywhere. */
export const isComparable = (column: Node<'VAR'>, { types }: Catalogs): boolean => {
  const name = types.get(column.vartype)?.name.replace(/\(.*\)/, '') ?? ''
  return comparableTypes.has(name) && exactCollations.has(column.varcollid)
}

const isSameEquality = (signature: string): boolean => {
  const [left = '', right = ''] = signature.split(',')
  return left === right ? comparableTypes.has(left) : integers.has(left) && integers.has(right)
}

/** The equalities among the conditions that are joined by AND. */
export function equalitiesIn(
  quals: Expression | null,
  scope: PinScope,
  catalogs: Catalogs,
): readonly Equality[] {
  if (quals?.kind === 'BOOLEXPR' && quals.boolop === 'and')
    return quals.args.flatMap((one) => equalitiesIn(one, scope, catalogs))
  if (quals?.kind !== 'OPEXPR' || !exactCollations.has(quals.inputcollid)) return []
  const operator = catalogs.operators.get(quals.opno)
  if (operator?.name !== '=' || !operator.builtIn || !isSameEquality(operator.signature)) return []
  if (catalogs.functions.get(operator.function)?.comparison !== true) return []
  const [left = null, right = null] = quals.args
  return [...equality(left, right, scope, catalogs), ...equality(right, left, scope, catalogs)]
}

function equality(
  of: Expression | null,
  to: Expression | null,
  scope: PinScope,
  catalogs: Catalogs,
): readonly Equality[] {
  const column = columnOf(of, scope.query, catalogs)
  if (column === null || !isComparable(column, catalogs)) return []
  const other = columnOf(to, scope.query, catalogs)
  if (other !== null) {
    return isComparable(other, catalogs)
      ? [{ column: columnKey(column), equals: { column: columnKey(other) } }]
      : []
  }
  const pins = outerPins(to, scope, catalogs)
  return pins.size > 0 ? [{ column: columnKey(column), equals: { pins } }] : []
}

/** What a column of a query around this one equals. */
function outerPins(expr: Expression | null, scope: PinScope, catalogs: Catalogs): Pins {
  const none: Pins = new Map()
  if (expr?.kind === 'RELABELTYPE') return outerPins(expr.arg, scope, catalogs)
  if (expr?.kind !== 'VAR' || expr.varlevelsup === 0) return none
  const home = scopeUp(scope, expr.varlevelsup)
  if (home === null) return none
  const column = columnOf({ ...expr, varlevelsup: 0 }, home.query, catalogs)
  if (column === null || !isComparable(column, catalogs)) return none
  return home.pins.get(columnKey(column)) ?? none
}

/**
 * Spreads what is known over equalities until nothing changes.
 *
 * @param mayGrow the columns of which more may become known.
 */
export function spread(
  known: ReadonlyMap<ColumnKey, Pins>,
  equalities: readonly Equality[],
  mayGrow: (column: ColumnKey) => boolean,
  change: Partial<Pin> = {},
): ReadonlyMap<ColumnKey, Pins> {
  const found = new Map(known)
  let changed = true
  while (changed) {
    changed = false
    for (const { column, equals } of equalities) {
      if (!mayGrow(column)) continue
      const pins = 'pins' in equals ? equals.pins : found.get(equals.column)
      const merged = merge(found.get(column), pins, { joined: true, ...change })
      if (merged === undefined || merged === found.get(column)) continue
      found.set(column, merged)
      changed = true
    }
  }
  return found
}
