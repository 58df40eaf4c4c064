import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { Leak } from '../../model/leak.js'
import type { QueryNode } from '../../pgtree/index.js'
import { byteInSelect, type Catalogs } from '../../resolve/index.js'
import { orderContext } from '../order/order-context.js'
import { findLeaks } from './find-leaks.js'

/**
 * Adds to the leaks of a view their byte positions in its SELECT. Unchanged if the located query has different leaks.
 *
 * @param located the view's query as returned by `locatedTrees`.
 * @param relations relations that the view reads, by display name; may contain others.
 */
export function locateLeaks(
  leaks: readonly Leak[],
  located: QueryNode,
  catalogs: Catalogs,
  relations: ReadonlyMap<string, AnalyzedRelation>,
): readonly Leak[] {
  const found = findLeaks(located, catalogs, orderContext(located, catalogs, relations))
  const isSame = [...new Set(found.map(nameOf))].toSorted().join() === leaks.map(nameOf).toSorted().join()
  return isSame ? found.map(inSelect) : leaks
}

const nameOf = ({ kind, what, column }: Leak): string => JSON.stringify([kind, what, column])

const inSelect = (leak: Leak): Leak =>
  leak.location === undefined ? leak : { ...leak, location: byteInSelect(leak.location) }
