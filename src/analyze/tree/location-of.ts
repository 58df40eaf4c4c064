import { type AnyNode, visitChildren } from '../../resolve/index.js'

/**
 * The byte of the statement at which a node stands: its own, or of what has none the first of what is below it. Null where
 * the tree does not say.
 */
export const locationOf = (node: AnyNode): number | null => {
  if ('location' in node && node.location >= 0) return node.location
  let first: number | null = null
  visitChildren(node, (child) => {
    const location = locationOf(child)
    if (location !== null && (first === null || location < first)) first = location
  })
  return first
}
