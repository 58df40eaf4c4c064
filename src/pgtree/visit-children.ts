import { shapes, type AnyNode, type QueryNode } from './nodes.js'
import { readPlans } from './read-plan.js'

const childFields: ReadonlyMap<string, readonly string[]> = new Map(
  Object.keys(shapes).map((kind) => {
    const fields = [...(readPlans.get(kind)?.fields.values() ?? [])]
    return [
      kind,
      fields.filter(({ as }) => as === 'node' || as === 'nodes' || as === 'nodeLists').map((f) => f.property),
    ]
  }),
)

/** Calls `visit` for every child of a node, in the order of its shape. */
export const visitChildren = (node: AnyNode, visit: (child: AnyNode) => void): void => {
  if (node.kind === 'UNKNOWN') {
    for (const child of node.children) visit(child)
    return
  }
  for (const field of childFields.get(node.kind) ?? []) visitValue(Reflect.get(node, field), visit)
}

const visitValue = (value: unknown, visit: (child: AnyNode) => void): void => {
  if (Array.isArray(value)) for (const item of value) visitValue(item, visit)
  else if (isNode(value)) visit(value)
}

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && 'kind' in value

/**
 * The byte position of a node in the statement: its own, or otherwise the first one among its descendants. Null if the
 * tree has none.
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

/** Set-returning calls in a query's own select list, without those in subqueries. */
export const setReturningCalls = (query: QueryNode): readonly AnyNode[] => {
  const calls: AnyNode[] = []
  const visit = (node: AnyNode): void => {
    if (node.kind === 'QUERY') return
    if ((node.kind === 'FUNCEXPR' && node.funcretset) || (node.kind === 'OPEXPR' && node.opretset))
      calls.push(node)
    visitChildren(node, visit)
  }
  for (const target of query.targetList) visit(target)
  return calls
}
