import { shapes, type AnyNode } from './nodes.js'
import { readPlans } from './read-plan.js'

const childFields: ReadonlyMap<string, readonly string[]> = new Map(
  Object.keys(shapes).map((kind) => {
    const fields = [...(readPlans.get(kind)?.fields.values() ?? [])]
    return [
      kind,
      fields.filter(({ as }) => as === 'node' || as === 'nodes' || as === 'nodeLists').map((f) => f.name),
    ]
  }),
)

/** Calls `visit` with every node directly below one, in the order of its shape. */
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
