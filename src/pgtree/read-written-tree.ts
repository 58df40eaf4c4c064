import type { AnyNode, QueryNode } from './nodes.js'
import { NodeReader } from './read-node-tree.js'
import { type FieldPlan, type ReadAs, readPlans } from './read-plan.js'

/** A value as in the text of a tree: words, a list or a node. `<>` means absent. */
export type Written = string | readonly Written[] | AnyNode

/**
 * A tree with every field of every node, including those without a shape, for comparing two trees. Also supports nodes and
 * fields of a later Postgres.
 */
export interface WrittenTree {
  readonly query: QueryNode
  /** A field by its name; undefined if the node does not have it. */
  field(node: AnyNode, name: string): Written | undefined
  /** All fields of a node, in the order of the text. */
  fieldsOf(node: AnyNode): ReadonlyMap<string, Written>
}

const openBrace = 123
const openParen = 40
const closeBrace = 125
const closeParen = 41
const colon = 58
const noFields: ReadonlyMap<string, Written> = new Map()

export const isWrittenNode = (value: Written | undefined): value is AnyNode =>
  typeof value === 'object' && 'kind' in value

export const isWrittenList = (value: Written | undefined): value is readonly Written[] => Array.isArray(value)

const nodesIn = (value: Written): readonly AnyNode[] => {
  if (isWrittenList(value)) return value.flatMap(nodesIn)
  return isWrittenNode(value) ? [value] : []
}

/** Reads the nodes as the plain reader does, and also the text of each. */
class WrittenReader extends NodeReader {
  readonly written = new Map<AnyNode, ReadonlyMap<string, Written>>()

  override node(): AnyNode | null {
    const { cursor } = this
    if (cursor.peek() !== openBrace) {
      cursor.skipValue()
      return null
    }
    const kind = cursor.openNode()
    const plan = readPlans.get(kind)
    const node: Record<string, unknown> = { ...plan?.template }
    const fields = new Map<string, Written>()
    let found = 0
    while (cursor.peek() !== closeBrace) {
      const name = cursor.fieldName()
      const field = plan?.fields.get(name)
      const written = field === undefined || isNested(field.as) ? this.field() : this.plain(field, node)
      fields.set(name, written)
      if (field === undefined) continue
      if (isNested(field.as)) node[field.property] = nested(field.as, written)
      found += 1
    }
    cursor.step()
    const read =
      plan === undefined
        ? ({ kind: 'UNKNOWN', name: kind, children: [...fields.values()].flatMap(nodesIn) } as const)
        : found < plan.required
          ? this.incomplete(kind, node)
          : (node as AnyNode)
    this.written.set(read, fields)
    return read
  }

  /** Reads a field that is not a node into the node, and returns its text. */
  plain({ as, property }: FieldPlan, node: Record<string, unknown>): string {
    const { cursor } = this
    cursor.peek()
    const start = cursor.pos
    node[property] = this.value(as)
    return cursor.source.slice(start, cursor.pos)
  }

  /** A list, a node, or words up to the next field. */
  field(): Written {
    const { cursor } = this
    const first = cursor.peek()
    if (first === openParen || first === openBrace) return this.item()
    const start = cursor.pos
    let end: number
    do {
      cursor.skipValue()
      end = cursor.pos
    } while (cursor.peek() !== closeBrace && cursor.peek() !== colon)
    return cursor.source.slice(start, end)
  }

  item(): Written {
    const { cursor } = this
    const first = cursor.peek()
    if (first === openBrace) return this.node() ?? ''
    const start = cursor.pos
    if (first !== openParen) {
      cursor.skipValue()
      return cursor.source.slice(start, cursor.pos)
    }
    cursor.step()
    const items: Written[] = []
    while (cursor.peek() !== closeParen) items.push(this.item())
    cursor.step()
    return items
  }
}

type Nested = 'node' | 'nodes' | 'nodeLists'

const isNested = (as: ReadAs): as is Nested => as === 'node' || as === 'nodes' || as === 'nodeLists'

/** The result of the plain reader for the same text. */
const nested = (as: Nested, written: Written): unknown => {
  if (as === 'node') return isWrittenNode(written) ? written : null
  if (as === 'nodes') return nodesIn(written)
  return isWrittenList(written) ? written.map(nodesIn) : []
}

/**
 * Parses the complete text of `pg_rewrite.ev_action`. Undefined if it is not the rule of a view.
 *
 * @throws Error if the text is truncated.
 */
export const readWrittenTree = (text: string): WrittenTree | undefined => {
  if (!text.startsWith('(')) return undefined
  const reader = new WrittenReader(text)
  const [query] = reader.nodes()
  if (query?.kind !== 'QUERY') return undefined
  const fieldsOf = (node: AnyNode): ReadonlyMap<string, Written> => reader.written.get(node) ?? noFields
  return { query, fieldsOf, field: (node, name) => fieldsOf(node).get(name) }
}
