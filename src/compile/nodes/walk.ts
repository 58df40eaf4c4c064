import type { OperationNode } from 'kysely'

const isNode = (value: unknown): value is OperationNode =>
  typeof value === 'object' && value !== null && typeof (value as { kind?: unknown }).kind === 'string'

/** Kinds whose content is a user's value, not a tree. */
const OPAQUE: ReadonlySet<string> = new Set(['ValueNode', 'PrimitiveValueListNode'])

/** A copy of the tree in which `replace` may replace any node. Nodes that it does not replace are descended into. */
export function mapNode<N extends OperationNode>(
  node: N,
  replace: (node: OperationNode) => OperationNode | undefined,
): N {
  const mapValue = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const mapped = value.map(mapValue)
      return mapped.some((item, i) => item !== value[i]) ? mapped : value
    }
    return isNode(value) ? (replace(value) ?? mapNode(value, replace)) : value
  }
  if (OPAQUE.has(node.kind)) return node
  let copy: N | undefined
  for (const key of Object.keys(node) as (keyof N)[]) {
    const mapped = mapValue(node[key])
    if (mapped !== node[key]) copy = { ...(copy ?? node), [key]: mapped }
  }
  return copy ?? node
}

/** Visits every node of the tree, the root included, before its children, however deep it is. */
export function walk(root: OperationNode, visit: (node: OperationNode) => void): void {
  const left = [root]
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    visit(node)
    if (OPAQUE.has(node.kind)) continue
    const from = left.length
    // Not Object.values: this runs for every node of a project, several times.
    for (const key in node) {
      const value: unknown = node[key as keyof typeof node]
      if (Array.isArray(value)) {
        for (const item of value) if (isNode(item)) left.push(item)
      } else if (isNode(value)) left.push(value)
    }
    reverse(left, from)
  }
}

/** Reverses the end of a list in place, so that the first item added is taken first. */
function reverse(list: OperationNode[], from: number): void {
  for (let i = from, j = list.length - 1; i < j; i += 1, j -= 1) {
    const [first, last] = [list[i], list[j]]
    if (first && last) [list[i], list[j]] = [last, first]
  }
}

/** The nodes directly below a node. */
export function children(node: OperationNode): OperationNode[] {
  const found: OperationNode[] = []
  someChild(node, (child) => {
    found.push(child)
    return false
  })
  return found
}

/** Whether the test is true for any node of the tree. */
export function some(node: OperationNode, test: (node: OperationNode) => boolean): boolean {
  return test(node) || someChild(node, (child) => some(child, test))
}

/** Whether the test is true for any node directly below a node. */
export function someChild(node: OperationNode, test: (child: OperationNode) => boolean): boolean {
  if (OPAQUE.has(node.kind)) return false
  for (const key in node) {
    const value: unknown = node[key as keyof typeof node]
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item) && test(item)) return true
    } else if (isNode(value) && test(value)) return true
  }
  return false
}
