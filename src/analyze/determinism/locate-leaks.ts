import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import type { Leak } from '../../model/leak.js'
import type { QueryNode } from '../../pgtree/index.js'
import { byteInSelect, type Catalogs } from '../../resolve/index.js'
import { orderContext } from '../order/order-context.js'
import { findLeaks } from './find-leaks.js'

/**
 * The leaks of a view with the byte of its SELECT at which each stands; as they were, if the located query has others.
 *
 * @param located the view's query as `locatedTrees` gives it.
 * @param relations those that the view reads, by display name; more do not matter.
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
