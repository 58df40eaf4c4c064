import { type AnyNode, subLink } from '../../pgtree/index.js'
import { type Finding, nothing } from '../determinism/node-leak.js'
import type { LeakContext } from '../determinism/leak-context.js'
import type { OrderContext } from './order-context.js'
import { aggregateFindings, arrayFindings, queryFindings, windowFindings } from './order-leaks.js'

/** What in a node is not the same for the same rows in another physical order. */
export const orderFindings = (node: AnyNode, at: LeakContext, context: OrderContext): readonly Finding[] => {
  switch (node.kind) {
    case 'QUERY':
      return queryFindings(node, context)
    case 'AGGREF':
      return aggregateFindings(node, at, context)
    case 'WINDOWFUNC':
      return windowFindings(node, at, context)
    case 'SUBLINK':
      return node.subLinkType === subLink.array ? arrayFindings(node.subselect, context) : nothing
    default:
      return nothing
  }
}
