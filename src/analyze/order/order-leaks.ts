import {
  type AnyNode,
  constantOf,
  type Expression,
  integerConstant,
  limitWithTies,
  type QueryNode,
  subLink,
} from '../../pgtree/index.js'
import { choiceName } from '../../model/choice-name.js'
import { type LeakContext, type NodeLeak, noLeaks } from '../determinism/leak-context.js'
import { aggregateLeaks, windowLeaks } from './call-order.js'
import type { OrderContext } from './order-context.js'
import { isChoiceSettled, isFirstAlone, isFirstSettled } from './settled-rows.js'

/**
 * Leaks of a node whose result depends on the physical order of rows.
 *
 * @param around name of the FROM item that the node is, if it is one.
 */
export const orderLeaks = (
  node: AnyNode,
  at: LeakContext,
  context: OrderContext,
  around?: string,
): readonly NodeLeak[] => {
  switch (node.kind) {
    case 'QUERY':
      return queryLeaks(node, context, around === choiceName)
    case 'AGGREF':
      return aggregateLeaks(node, at, context)
    case 'WINDOWFUNC':
      return windowLeaks(node, at, context)
    case 'SUBLINK':
      return node.subLinkType === subLink.array ? arrayLeaks(node.subselect, context) : noLeaks
    default:
      return noLeaks
  }
}

/**
 * LIMIT, OFFSET and DISTINCT ON, which select some of the rows.
 *
 * @param isChoice whether it is that of asOf, which promises that the row is the only one and not merely that it does not
 *   matter which of them it is.
 */
const queryLeaks = (query: QueryNode, context: OrderContext, isChoice: boolean): readonly NodeLeak[] => {
  const leaks: NodeLeak[] = []
  const isSettled = isChoice ? isFirstAlone : isFirstSettled
  if (isLimited(query) && !isSettled(query, context)) leaks.push(takes(query))
  if (query.hasDistinctOn && !isChoiceSettled(query, context))
    leaks.push({ kind: 'order', what: 'DISTINCT ON' })
  return leaks
}

const takes = ({ limitCount, limitOffset }: QueryNode): NodeLeak => {
  const clause = limitCount ?? limitOffset
  return {
    kind: 'order',
    what: limitCount === null ? 'OFFSET' : 'LIMIT',
    ...(clause !== null && { clause }),
  }
}

const isLimited = ({ limitCount, limitOffset, limitOption }: QueryNode): boolean => {
  const hasOffset = limitOffset !== null && integerConstant(limitOffset) !== 0n && !isNull(limitOffset)
  const hasCount = limitCount !== null && !isNull(limitCount)
  // WITH TIES includes all rows that tie with the last one.
  return hasOffset || (hasCount && limitOption !== limitWithTies)
}

const isNull = (expr: Expression): boolean =>
  constantOf(expr)?.constisnull === true ||
  (expr.kind === 'FUNCEXPR' && constantOf(expr.args[0] ?? null)?.constisnull === true)

/** `ARRAY(SELECT …)` depends on the order of the rows of its query. */
const arrayLeaks = (query: QueryNode | null, context: OrderContext): readonly NodeLeak[] =>
  query === null || isFirstSettled(query, context) ? noLeaks : [{ kind: 'order', what: 'ARRAY(SELECT …)' }]
