import type { LeakKind } from '../../model/determinism-rules.js'
import type { AnyNode, QueryNode, QueryScope } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'

/** Where an expression stands, and what its numbers mean. */
export interface LeakContext {
  readonly catalogs: Catalogs
  readonly scope: QueryScope
}

/** What stands in a subquery of a place. */
export const inQuery = <C extends LeakContext>(query: QueryNode, at: C): C => ({
  ...at,
  scope: { query, outer: at.scope },
})

/** A leak of one node, before it is known in which column. */
export interface NodeLeak {
  readonly kind: LeakKind
  readonly what: string
  readonly callee?: string
  /** The part of the node that it stands in, if not all of it. */
  readonly clause?: AnyNode
}

/** Most nodes have none. */
export const noLeaks: readonly never[] = Object.freeze([])

/** A leak of this kind; none when there is no kind. */
export const leakOf = (kind: LeakKind | undefined, what: () => string): readonly NodeLeak[] =>
  kind === undefined ? noLeaks : [{ kind, what: what() }]
