import type { Expression, Node } from '../../pgtree/index.js'
import type { CatalogFunction, Catalogs } from '../../resolve/index.js'
import { type Domain, rangeOf } from './domain.js'
import type { Group, Instance, Position } from './instances.js'
import { type Operations, widest } from './operations.js'
import type { Reading } from './reading.js'
import type { Term, ValueKind } from './terms.js'
import { firstOwnOid } from './value-kinds.js'

const aCount: Domain = { nullable: false, values: rangeOf(0, Infinity) }
/** Aggregates that are NULL exactly when no argument has a value. */
const nullWithoutValues: ReadonlySet<string> = new Set(
  'sum avg min max bool_and bool_or every bit_and bit_or bit_xor string_agg'.split(' '),
)
/** Window functions that number rows from 1. */
const ranks: ReadonlySet<string> = new Set(['row_number', 'rank', 'dense_rank'])
/** An aggregate, as a value of its group. */
export const readAggregate = (
  expr: Node<'AGGREF'>,
  { group }: Instance,
  type: ValueKind,
  { catalogs, make, terms, links, isShared }: Reading,
  termOf: (expr: Expression, at: Position) => Term,
): Term => {
  const fn = catalogs.functions.get(expr.aggfnoid)
  if (group === null || fn === undefined || !fn.builtIn || expr.agglevelsup !== 0) return make.unknown(type)
  const at: Position = { instance: group.row, operand: null }
  const filter = expr.aggfilter === null ? [] : [make.isTrue(termOf(expr.aggfilter, at))]
  const [argument, ...others] = expr.args.map(({ expr: arg }) =>
    arg === null ? make.unknown('other') : termOf(arg, at),
  )
  const condition = make.all([
    ...filter,
    ...(argument === undefined ? [] : [make.not(make.isNull(argument))]),
  ])
  if (fn.name === 'count')
    return expr.aggdistinct.length > 0 ? make.atom(type, aCount) : countOf(condition, group, make)
  if (argument === undefined || !nullWithoutValues.has(fn.name)) return make.unknown(type)
  const isPlain =
    expr.aggdistinct.length === 0 &&
    expr.aggorder.length === 0 &&
    others.length === 0 &&
    (!isShared || (expr.aggtype < firstOwnOid && isOrderFree(fn, expr, type, catalogs)))
  const key = `aggregate${expr.aggfnoid} ${expr.aggtype} ${expr.inputcollid} ${group.row.id} ${argument.id} ${condition.id}`
  const value = make.atom(type, widest(type), isPlain ? key : terms.freshKey())
  links.push({ kind: 'nullIfZero', value, count: countOf(condition, group, make) })
  if (fn.name === 'max' || fn.name === 'min')
    group.extremes.push({ kind: fn.name, value, argument, condition })
  return value
}

/** Whether an aggregate gives the same value, to the last byte, for the same rows in another order. */
const isOrderFree = (
  { name, signature }: CatalogFunction,
  { aggtype, inputcollid }: Node<'AGGREF'>,
  type: ValueKind,
  { types }: Catalogs,
): boolean => {
  if (name === 'string_agg') return false
  if (name === 'sum' || name === 'avg') return /^(?:smallint|integer|bigint|numeric)$/.test(signature)
  if (inputcollid >= firstOwnOid) return false
  return type !== 'other' || types.get(aggtype)?.isExact === true
}

/** The number of rows of a group for which a condition is TRUE. */
const countOf = (condition: Term, group: Group, make: Operations): Term => {
  const known = group.counts.get(condition)
  if (known !== undefined) return known
  const isSure = group.hasRow && condition.kind === 'constant'
  const count = make.atom('integer', isSure ? { nullable: false, values: rangeOf(1, Infinity) } : aCount)
  group.counts.set(condition, count)
  return count
}

/** A window function. */
export const readWindowFunction = (
  expr: Node<'WINDOWFUNC'>,
  type: ValueKind,
  { catalogs, make }: Reading,
): Term => {
  const fn = catalogs.functions.get(expr.winfnoid)
  if (fn?.builtIn && type === 'integer') {
    if (fn.name === 'count') return make.atom(type, aCount)
    if (ranks.has(fn.name)) return make.atom(type, { nullable: false, values: rangeOf(1, Infinity) })
  }
  return make.unknown(type)
}
