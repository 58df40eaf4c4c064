import type { Nullability } from '../../model/analyzed-project.js'
import {
  type Expression,
  frame,
  integerConstant,
  type Node,
  type QueryNode,
  windowOf,
} from '../../pgtree/index.js'
import type { CatalogFunction } from '../../resolve/index.js'
import { countsNothing, takesAnyRow, takesAnyValue } from '../never-null/builtin-names.js'
import { inferAll } from './call-rules.js'
import { groupsHaveRows } from './row-count.js'
import { type Pass, type Point, pointIn, type Rules } from './scope.js'
import { canBeNull, notNull } from './verdict.js'

/** Nullability of an aggregate over at least one row with these arguments. */
const overRows = (
  fn: CatalogFunction,
  args: readonly Expression[],
  point: Point,
  pass: Pass,
): Nullability => {
  if (takesAnyRow.has(fn.name)) return notNull
  // The delimiter of string_agg may be NULL and is then left out.
  if (fn.name === 'string_agg') return inferAll(args.slice(0, 1), point, pass)
  return takesAnyValue.has(fn.name) ? inferAll(args, point, pass) : canBeNull(`${fn.name} may give NULL`)
}

const inferAggregate = (node: Node<'AGGREF'>, point: Point, pass: Pass): Nullability => {
  const fn = pass.catalogs.functions.get(node.aggfnoid)
  if (fn === undefined || !fn.builtIn)
    return canBeNull(`${fn?.name ?? 'an aggregate'} is not a built-in aggregate`)
  if (countsNothing.has(fn.name)) return notNull
  if (node.agglevelsup > 0) return canBeNull(`${fn.name} of an outer query`)
  if (node.aggfilter !== null)
    return canBeNull(`${fn.name} over a possibly empty set: its FILTER may let nothing through`)
  const { scope } = point
  if (!groupsHaveRows(scope.query)) return canBeNull(`${fn.name} over a possibly empty set`)
  const args = [...node.aggdirectargs, ...node.args.flatMap(({ expr }) => expr ?? [])]
  // Rows are aggregated before the enclosing expression is evaluated, so only facts of every row count.
  return overRows(fn, args, pointIn(scope, scope.inputFacts), pass)
}

/** Whether the frame of a window always contains the current row. */
const holdsItsRow = (node: Node<'WINDOWFUNC'>, query: QueryNode): boolean => {
  const window = windowOf(node, query)
  if (window === undefined) return false
  const has = (...flags: readonly number[]): boolean =>
    flags.some((flag) => (window.frameOptions & flag) !== 0)
  if (has(frame.excludeCurrentRow, frame.excludeGroup)) return false
  // An offset in RANGE is a distance between values, and the distance of an infinite value to itself is undefined.
  const hasOffset = window.startOffset !== null || window.endOffset !== null
  if (hasOffset && has(frame.range)) return false
  return (
    has(frame.startUnboundedPreceding, frame.startCurrentRow, frame.startOffsetPreceding) &&
    has(frame.endUnboundedFollowing, frame.endCurrentRow, frame.endOffsetFollowing)
  )
}

const inferWindow = (node: Node<'WINDOWFUNC'>, { scope }: Point, pass: Pass): Nullability => {
  const fn = pass.catalogs.functions.get(node.winfnoid)
  if (fn === undefined || !fn.builtIn)
    return canBeNull(`${fn?.name ?? 'a window function'} is not a built-in window function`)
  // Windows are computed over the remaining rows, before the enclosing expression is evaluated.
  const point = pointIn(scope, scope.rowFacts)
  switch (fn.name) {
    case 'row_number':
      return notNull
    case 'ntile':
      return inferAll(node.args, point, pass)
    case 'lag':
    case 'lead': {
      const [, offset] = node.args
      // The third argument is the default for a missing row.
      if (node.args.length < 3) return canBeNull(`${fn.name} may find no such row`)
      return integerConstant(offset ?? null) === null
        ? canBeNull(`${fn.name} by an offset that may be NULL`)
        : inferAll(node.args, point, pass)
    }
    case 'nth_value':
      return canBeNull('nth_value may find no such row')
  }
  if (countsNothing.has(fn.name)) return notNull
  if (node.aggfilter !== null)
    return canBeNull(`${fn.name} over a possibly empty set: its FILTER may let nothing through`)
  if (!holdsItsRow(node, scope.query)) return canBeNull(`${fn.name} over a possibly empty frame`)
  if (fn.name === 'first_value' || fn.name === 'last_value') return inferAll(node.args, point, pass)
  return overRows(fn, node.args, point, pass)
}

/** Aggregates, window functions and GROUPING. */
export const aggregateRules: Rules<'AGGREF' | 'GROUPINGFUNC' | 'WINDOWFUNC'> = {
  AGGREF: inferAggregate,
  GROUPINGFUNC: () => notNull,
  WINDOWFUNC: inferWindow,
}
