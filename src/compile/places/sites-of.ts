import type { OperationNode } from 'kysely'
import type { CallSite } from '../../declare/call-site.js'
import type { QueryDeclaration } from '../../declare/relation.js'
import { children } from '../nodes/walk.js'

const known = new WeakMap<QueryDeclaration, ReadonlyMap<OperationNode, CallSite>>()

/** The call that added each node of a declaration's query. */
export function sitesOf(declaration: QueryDeclaration): ReadonlyMap<OperationNode, CallSite> {
  const found = known.get(declaration)
  if (found) return found
  const sites = new Map<OperationNode, CallSite>()
  const add = (node: OperationNode, site: CallSite): void => {
    // A query keeps the parts from earlier calls, so the first call wins.
    if (sites.has(node)) return
    sites.set(node, site)
    for (const child of children(node)) add(child, site)
  }
  for (const { node, site } of declaration.calls ?? []) add(node, site)
  known.set(declaration, sites)
  return sites
}
