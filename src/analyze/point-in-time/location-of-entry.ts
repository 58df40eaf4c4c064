import { type AnyNode, locationOf, type QueryNode, visitChildren } from '../../pgtree/index.js'

/**
 * The byte position of a query that reads an item of FROM: of the first mention of a column of it, as the item itself has
 * none, or else of anything in the query. Null where the tree has no positions.
 */
export const locationOfEntry = (query: QueryNode, rtindex: number): number | null => {
  let first: number | null = null
  const visit = (node: AnyNode, depth: number): void => {
    if (node.kind === 'VAR' && node.varno === rtindex && node.varlevelsup === depth && node.location >= 0)
      first = Math.min(first ?? node.location, node.location)
    visitChildren(node, (child) => visit(child, node.kind === 'QUERY' ? depth + 1 : depth))
  }
  visitChildren(query, (child) => visit(child, 0))
  return first ?? query.targetList.map(locationOf).find((at) => at !== null) ?? null
}
