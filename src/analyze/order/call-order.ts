import {
  addingAggregates,
  floatWords,
  framedWindows,
  keyedAggregates,
  type LeakKind,
  orderedAggregates,
  orderedWindows,
  unsettledAggregates,
} from '../../model/determinism-rules.js'
import { type Expression, frame, type Node, targetsOf, windowOf } from '../../pgtree/index.js'
import type { CatalogFunction } from '../../resolve/index.js'
import { type LeakContext, leakOf, type NodeLeak, noLeaks } from '../determinism/leak-context.js'
import { isSameWhenEqual } from './known.js'
import type { OrderContext } from './order-context.js'
import { areSettled, settledTargets } from './settled-rows.js'
import { fromTellsApart, inputTellsApart, knownBy } from './unique-rows.js'

const isOrdered = new Set(orderedAggregates)
const isKeyed = new Set(keyedAggregates)
const isUnsettled = new Set(unsettledAggregates)
const isAdding = new Set(addingAggregates)
const isOrderedWindow = new Set(orderedWindows)
const isFramed = new Set(framedWindows)
const ofFloats = new RegExp(floatWords)

/** How an aggregate depends on the order of its rows. A user-defined one may depend on it in any way. */
const aggregateKind = ({ builtIn, name, signature }: CatalogFunction): LeakKind | undefined => {
  if (!builtIn || isOrdered.has(name)) return 'order'
  return isAdding.has(name) && ofFloats.test(signature) ? 'addition' : undefined
}

const nameOf = ({ name, signature }: CatalogFunction): string => `${name}(${signature})`

/** An aggregate over rows whose order is not told (DISTINCT sorts by all arguments): the group and its ORDER BY have to name each row, or its arguments. */
export const aggregateLeaks = (
  node: Node<'AGGREF'>,
  { scope: { query } }: LeakContext,
  context: OrderContext,
): readonly NodeLeak[] => {
  const fn = context.catalogs.functions.get(node.aggfnoid)
  const kind = fn && aggregateKind(fn)
  if (fn === undefined || kind === undefined) return noLeaks
  if (node.agglevelsup === 0 && !(fn.builtIn && isUnsettled.has(fn.name))) {
    const groups = query.groupingSets.length > 0 ? [] : targetsOf(query.groupClause, query.targetList)
    const by = [
      ...groups,
      ...settledTargets(node.aggorder.length > 0 ? node.aggorder : node.aggdistinct, node.args, context),
    ]
    const args = node.args.filter(({ resjunk }) => !resjunk)
    const keyed = fn.builtIn && isKeyed.has(fn.name) ? args.slice(0, 1) : []
    if (fromTellsApart(query, [...by, ...keyed], context)) return noLeaks
    const isSame = (expr: Expression | null): boolean =>
      kind === 'addition' || isSameWhenEqual(expr, query, context)
    if (areSettled(args, by.slice(groups.length), knownBy(query, by, context), isSame)) return noLeaks
  }
  return leakOf(kind, () => nameOf(fn))
}

/** Whether each frame is the whole partition, whatever the order in it. */
const isWhole = ({ frameOptions: options }: Node<'WINDOWCLAUSE'>): boolean =>
  (options & frame.startUnboundedPreceding) !== 0 && (options & frame.endUnboundedFollowing) !== 0

const countsRows = (window: Node<'WINDOWCLAUSE'>): boolean =>
  (window.frameOptions & (frame.rows | frame.groups)) !== 0 && !isWhole(window)

/** A window function, or an aggregate over a frame, whose partition has no total order. */
export const windowLeaks = (
  node: Node<'WINDOWFUNC'>,
  { scope: { query } }: LeakContext,
  context: OrderContext,
): readonly NodeLeak[] => {
  const fn = context.catalogs.functions.get(node.winfnoid)
  const window = windowOf(node, query)
  if (fn === undefined || window === undefined) return noLeaks
  const kind = windowKind(fn, window)
  if (kind === undefined) return noLeaks
  const by = [...window.partitionClause, ...window.orderClause]
  const targets = settledTargets(by, query.targetList, context)
  if (!isUnsettled.has(fn.name) && inputTellsApart(query, targets, context)) return noLeaks
  const looksAtValues = fn.kind === 'aggregate' ? !isUnsettled.has(fn.name) : isFramed.has(fn.name)
  if (fn.builtIn && looksAtValues && !countsRows(window)) {
    const known = knownBy(query, targets, context)
    const isSettled = (expr: Expression): boolean =>
      known.isFixed(expr) ||
      (kind === 'addition' && known.isEqual(expr)) ||
      (known.isEqual(expr) && isSameWhenEqual(expr, query, context))
    if (node.args.every(isSettled)) return noLeaks
  }
  return leakOf(kind, () => nameOf(fn))
}

const windowKind = (fn: CatalogFunction, window: Node<'WINDOWCLAUSE'>): LeakKind | undefined => {
  if (fn.kind === 'aggregate') return aggregateKind(fn) ?? (countsRows(window) ? 'order' : undefined)
  return !fn.builtIn || isOrderedWindow.has(fn.name) ? 'order' : undefined
}
