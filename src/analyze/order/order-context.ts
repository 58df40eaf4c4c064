import type { AnalyzedRelation } from '../../model/analyzed-project.js'
import { displayName } from '../../model/relation-name.js'
import { type AnyNode, type QueryNode, visitChildren } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'

/** Known facts about the rows of a view's inputs. */
export interface OrderContext {
  readonly catalogs: Catalogs
  /**
   * Sets of attribute numbers of a relation, by its OID: no two of its rows agree on all of one set. Those of a table are
   * never NULL.
   */
  readonly keysOf: (relation: number) => readonly (readonly number[])[]
  /**
   * The queries of a view's CTEs of a name, wherever in the view they are: what holds of all of them holds of the one that
   * is meant. None when one of them is recursive. Answers are kept by query, so no scope is there to look the one up in.
   */
  readonly ctesOf: (name: string | null) => readonly QueryNode[]
  /** Names of the CTEs whose queries are being examined. */
  readonly within: ReadonlySet<string>
  /** Cached answers for a query, by column numbers. */
  readonly answers: WeakMap<QueryNode, Map<string, boolean>>
}

/** @param dependencies The relations that the view reads, by display name; of one that is missing no key is known. */
export const orderContext = (
  view: QueryNode,
  catalogs: Catalogs,
  dependencies: ReadonlyMap<string, Pick<AnalyzedRelation, 'uniqueKeys'>>,
): OrderContext => {
  const ctes = ctesIn(view)
  return {
    catalogs,
    keysOf: (oid) => {
      const relation = catalogs.relations.get(oid)
      const keys = relation && dependencies.get(displayName(relation))?.uniqueKeys
      return (keys ?? []).map((key) => key.map((column) => (relation?.columns.indexOf(column) ?? -1) + 1))
    },
    ctesOf: (name) => ctes.get(name ?? '') ?? [],
    within: new Set(),
    answers: new WeakMap(),
  }
}

const ctesIn = (view: QueryNode): ReadonlyMap<string, readonly QueryNode[]> => {
  const found = new Map<string, QueryNode[]>()
  const recursive = new Set<string>()
  const visit = (node: AnyNode): void => {
    if (node.kind === 'COMMONTABLEEXPR') {
      const name = node.ctename ?? ''
      if (node.cterecursive || node.ctequery === null) recursive.add(name)
      else found.set(name, [...(found.get(name) ?? []), node.ctequery])
    }
    visitChildren(node, visit)
  }
  visit(view)
  for (const name of recursive) found.delete(name)
  return found
}

/** The same for a query that is not of the view itself, such as the body of a function. */
export const orderWithin = (query: QueryNode, context: OrderContext): OrderContext => {
  const ctes = ctesIn(query)
  return { ...context, ctesOf: (name) => ctes.get(name ?? '') ?? [] }
}
