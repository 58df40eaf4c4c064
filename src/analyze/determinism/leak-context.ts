import { type Node, type QueryNode, type RangeTableEntry, scopeUp } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'

/** One query on the way down from the view. */
export interface LeakScope {
  readonly query: QueryNode
  readonly outer: LeakScope | null
}

/** Where an expression stands, and what its numbers mean. */
export interface LeakContext {
  readonly catalogs: Catalogs
  readonly scope: LeakScope
}

/** An entry of a range table, with the query whose it is. */
export interface FoundEntry {
  readonly entry: RangeTableEntry
  readonly home: LeakContext
}

/** What stands in a subquery of a place. */
export const inQuery = <C extends LeakContext>(query: QueryNode, at: C): C => ({
  ...at,
  scope: { query, outer: at.scope },
})

/** The entry that a column reference means. */
export const entryOf = (
  { varno, varlevelsup }: Node<'VAR'>,
  { catalogs, scope }: LeakContext,
): FoundEntry | null => {
  const home = scopeUp(scope, varlevelsup)
  const entry = home?.query.rtable[varno - 1]
  return home === null || entry === undefined ? null : { entry, home: { catalogs, scope: home } }
}
