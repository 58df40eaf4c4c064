import {
  cteOf,
  entryAt,
  type Node,
  type QueryLevel,
  type QueryNode,
  type RangeTableEntry,
  rangeTableKind,
} from '../../pgtree/index.js'
import type { RelationName } from '../../model/relation-name.js'
import type { Catalogs } from '../../resolve/index.js'

/** A value of one row, by a name that two expressions share only if their values are certainly the same. */
export interface Term {
  readonly name: string
  /** Paths of the items of FROM, or of the queries, whose rows the value comes from. */
  readonly paths: readonly string[]
}

/** Two values of the rows that are looked at: equal, or the first no later than the second. Neither is NULL. */
export interface Fact {
  readonly kind: 'equal' | 'not after'
  readonly left: Term
  readonly right: Term
}

/** A source as the proof sees it, by attribute numbers. */
export interface ProofSource extends RelationName {
  readonly key: readonly number[]
  /** The column that says when a row was recorded; undefined if there is none. */
  readonly knownAt: number | undefined
  readonly isTimeless: boolean
}

/** The relations that an entrypoint is made of. */
export interface ProofWorld {
  readonly catalogs: Catalogs
  /** Queries of the views, by OID. */
  readonly views: ReadonlyMap<number, QueryNode>
  readonly sources: ReadonlyMap<number, ProofSource>
  /** Items of FROM that are sources, by path, as far as they were met; the row that has the T0 is one more. */
  readonly rows: Map<string, ProofSource>
  /**
   * Rows of optional sides of outer joins are there, because a condition on their values is true. Otherwise a column of
   * such a side may be NULL, and is a value of its own.
   */
  readonly isPresent?: boolean
}

/**
 * A query at one place of the entrypoint's query, with views read as the subqueries that they stand for. A view or WITH
 * query that is read twice has two scopes.
 */
export interface ProofScope extends QueryLevel<ProofScope> {
  /** Tells the place from every other: the path of the query around it, a slash, and a name that is its own there. */
  readonly path: string
  /** The view whose text the query is a part of. */
  readonly view: RelationName
  readonly children: Map<number | QueryNode, ProofScope>
  /** Terms of the columns of its items of FROM that were asked for, by item and attribute number. */
  readonly terms: Map<string, Term | null>
  /** What holds of each of its rows; absent until asked. */
  facts?: readonly Fact[]
}

export const openScope = (
  query: QueryNode,
  outer: ProofScope | null,
  path: string,
  view: RelationName,
): ProofScope => ({ query, outer, path, view, children: new Map(), terms: new Map() })

/** Path of an item of FROM, which its columns have in their names. */
export const entryPath = ({ path }: ProofScope, rtindex: number): string => `${path}/${rtindex}`

/** Whether a path belongs to a query: to its rows, or to anything that it reads. */
export const isInside = (path: string, scope: ProofScope): boolean =>
  path === scope.path || path.startsWith(`${scope.path}/`)

const once = (from: ProofScope, name: number | QueryNode, open: () => ProofScope): ProofScope => {
  const found = from.children.get(name) ?? open()
  from.children.set(name, found)
  return found
}

/** The query of a subquery in an expression. */
export const sublinkScope = (query: QueryNode, from: ProofScope): ProofScope =>
  once(from, query, () => openScope(query, from, `${from.path}/s${from.children.size}`, from.view))

/** The query that an item of FROM stands for: that of a subquery, a view or a WITH query; null for anything else. */
export const entryScope = (rtindex: number, from: ProofScope, world: ProofWorld): ProofScope | null => {
  const entry = entryAt(from.query, rtindex)
  if (entry === undefined) return null
  const path = entryPath(from, rtindex)
  if (entry.rtekind === rangeTableKind.subquery) {
    const { subquery } = entry
    return subquery && once(from, rtindex, () => openScope(subquery, from, path, from.view))
  }
  if (entry.rtekind === rangeTableKind.relation) {
    const query = world.views.get(entry.relid)
    const view = world.catalogs.relations.get(entry.relid)
    return query && view ? once(from, rtindex, () => openScope(query, null, path, view)) : null
  }
  if (entry.rtekind !== rangeTableKind.cte) return null
  const found = plainCte(entry, from)
  const query = found?.cte.ctequery ?? null
  return found && query && once(from, rtindex, () => openScope(query, found.home, path, from.view))
}

/** The WITH query of an item of FROM, unless it is recursive. */
const plainCte = (
  entry: RangeTableEntry,
  from: ProofScope,
): { readonly cte: Node<'COMMONTABLEEXPR'>; readonly home: ProofScope } | null => {
  const found = cteOf(entry, from)
  return found === null || found.cte.cterecursive ? null : found
}
