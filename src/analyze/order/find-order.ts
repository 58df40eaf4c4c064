import { type AnyNode, subLink } from '../../pgtree/index.js'
import { type LeakContext, type NodeLeak, noLeaks } from '../determinism/leak-context.js'
import type { OrderContext } from './order-context.js'
import { aggregateLeaks, arrayLeaks, queryLeaks, windowLeaks } from './order-leaks.js'

/** What in a node is not the same for the same rows in another physical order. */
export const orderLeaks = (node: AnyNode, at: LeakContext, context: OrderContext): readonly NodeLeak[] => {
  switch (node.kind) {
    case 'QUERY':
      return queryLeaks(node, context)
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
