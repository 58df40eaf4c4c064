import type { LeakKind } from '../../model/determinism-rules.js'
import type { AnyNode, QueryNode, QueryScope } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'

/** The query that contains an expression, and the catalogs. */
export interface LeakContext {
  readonly catalogs: Catalogs
  readonly scope: QueryScope
}

/** The context inside a subquery. */
export const inQuery = <C extends LeakContext>(query: QueryNode, at: C): C => ({
  ...at,
  scope: { query, outer: at.scope },
})

/** A leak of one node, without its column. */
export interface NodeLeak {
  readonly kind: LeakKind
  readonly what: string
  readonly callee?: string
  /** The part of the node with the leak, if not the whole node. */
  readonly clause?: AnyNode
}

/** Shared, as most nodes have no leaks. */
export const noLeaks: readonly never[] = Object.freeze([])

/** A leak of this kind; empty if the kind is undefined. */
export const leakOf = (kind: LeakKind | undefined, what: () => string): readonly NodeLeak[] =>
  kind === undefined ? noLeaks : [{ kind, what: what() }]
