import type { AnyNode, Datum, QueryNode } from './nodes.js'
import { readPlans, type FieldPlan, type ReadAs, type ReadPlan } from './read-plan.js'
import { TextCursor } from './text-cursor.js'

/** OIDs mentioned in a tree, for a lookup in the catalogs. */
export interface ReferencedOids {
  readonly functions: ReadonlySet<number>
  readonly operators: ReadonlySet<number>
  readonly types: ReadonlySet<number>
  readonly relations: ReadonlySet<number>
}

/** An analyzed query as plain data. */
export interface NodeTree {
  readonly query: QueryNode
  /** Kinds of nodes without a shape, in order of appearance. */
  readonly unknownKinds: readonly string[]
  readonly oids: ReferencedOids
}

const openBrace = 123
const openParen = 40
const closeBrace = 125
const closeParen = 41
const none: readonly never[] = Object.freeze([])

export class NodeReader {
  readonly cursor: TextCursor
  readonly unknownKinds = new Set<string>()
  readonly functions = new Set<number>()
  readonly operators = new Set<number>()
  readonly types = new Set<number>()
  readonly relations = new Set<number>()

  constructor(text: string) {
    this.cursor = new TextCursor(text)
  }

  node(): AnyNode | null {
    const { cursor } = this
    if (cursor.peek() !== openBrace) {
      cursor.skipValue()
      return null
    }
    const kind = cursor.openNode()
    const plan = readPlans.get(kind)
    if (plan === undefined) return this.unknown(kind)
    const node: Record<string, unknown> = { ...plan.template }
    const usual = plan.usual ?? []
    let found = 0
    for (const field of usual) {
      if (!cursor.skipTo(field.name)) break
      node[field.property] = this.value(field.as)
      found += 1
    }
    const isDone = found > 0 && found === usual.length && cursor.skipToEnd()
    if (!isDone) {
      const others = this.fields(plan, node)
      found += others.length
      if (plan.usual === null && found === plan.required) plan.usual = others
    }
    if (found < plan.required) return this.incomplete(kind, node)
    // The template has the fields of the kind. `value` fills them by the shape from which the type is derived.
    return node as AnyNode
  }

  /** Reads the fields up to the end of the node, in any order, and returns those that it read. */
  fields(plan: ReadPlan, node: Record<string, unknown>): readonly FieldPlan[] {
    const { cursor } = this
    const found: FieldPlan[] = []
    while (cursor.peek() !== closeBrace) {
      const field = plan.fields.get(cursor.fieldName())
      if (field === undefined) cursor.skipValue()
      else {
        node[field.property] = this.value(field.as)
        found.push(field)
      }
    }
    cursor.step()
    return found
  }

  /** Keeps every node below an unknown one, so that its column references are not lost. */
  unknown(name: string): AnyNode {
    const { cursor } = this
    this.unknownKinds.add(name)
    const children: AnyNode[] = []
    while (cursor.peek() !== closeBrace) {
      cursor.fieldName()
      const start = cursor.peek()
      if (start === openBrace) {
        const child = this.node()
        if (child !== null) children.push(child)
      } else if (start === openParen) children.push(...this.nodes())
      else cursor.skipValue()
    }
    cursor.step()
    return { kind: 'UNKNOWN', name, children }
  }

  /** A required field is missing, so this server uses the name for another kind of node. */
  incomplete(kind: string, node: Record<string, unknown>): AnyNode {
    this.unknownKinds.add(kind)
    const children: AnyNode[] = []
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) children.push(child)
    }
    return { kind: 'UNKNOWN', name: kind, children }
  }

  nodes(): readonly AnyNode[] {
    const { cursor } = this
    if (cursor.peek() !== openParen) {
      cursor.skipValue()
      return none
    }
    cursor.step()
    const list: AnyNode[] = []
    while (cursor.peek() !== closeParen) {
      const start = cursor.peek()
      if (start === openBrace) {
        const node = this.node()
        if (node !== null) list.push(node)
      } else if (start === openParen) list.push(...this.nodes())
      else cursor.skipValue()
    }
    cursor.step()
    return list
  }

  nodeLists(): readonly (readonly AnyNode[])[] {
    const { cursor } = this
    if (cursor.peek() !== openParen) {
      cursor.skipValue()
      return none
    }
    cursor.step()
    const lists: (readonly AnyNode[])[] = []
    while (cursor.peek() !== closeParen) lists.push(this.nodes())
    cursor.step()
    return lists
  }

  datum(): Datum | null {
    const text = this.cursor.datumText()
    return text === null ? null : { text }
  }

  oid(into: Set<number>): number {
    const oid = this.cursor.int()
    if (oid !== 0) into.add(oid)
    return oid
  }

  oids(into: Set<number>): readonly number[] {
    const oids = this.cursor.ints()
    for (const oid of oids) into.add(oid)
    return oids
  }

  value(as: ReadAs): unknown {
    const { cursor } = this
    switch (as) {
      case 'int':
        return cursor.int()
      case 'bool':
        return cursor.bool()
      case 'text':
        return cursor.text()
      case 'ints':
        return cursor.ints()
      case 'datum':
        return this.datum()
      case 'node':
        return this.node()
      case 'nodes':
        return this.nodes()
      case 'nodeLists':
        return this.nodeLists()
      case 'function':
        return this.oid(this.functions)
      case 'operator':
        return this.oid(this.operators)
      case 'operators':
        return this.oids(this.operators)
      case 'type':
        return this.oid(this.types)
      case 'types':
        return this.oids(this.types)
      case 'relation':
        return this.oid(this.relations)
    }
  }
}

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && 'kind' in value

/** The queries of a function's body, with the OIDs that they mention. */
export interface BodyTree extends Omit<NodeTree, 'query'> {
  readonly queries: readonly QueryNode[]
}

/**
 * Reads the text of `pg_proc.prosqlbody`: one query after RETURN, lists of them after BEGIN ATOMIC.
 *
 * @throws Error if the text contains anything else.
 */
export const readFunctionBody = (text: string): BodyTree => {
  const reader = new NodeReader(text.startsWith('(') ? text : `(${text})`)
  const found = reader.nodes()
  const queries = found.filter((node): node is QueryNode => node.kind === 'QUERY')
  if (queries.length !== found.length || queries.length === 0)
    throw new Error(
      `the body of a function should be queries, but it is ${found.map(({ kind }) => kind).join()}`,
    )
  const { functions, operators, types, relations, unknownKinds } = reader
  return { queries, unknownKinds: [...unknownKinds], oids: { functions, operators, types, relations } }
}

/**
 * Parses the text of `pg_rewrite.ev_action` in one pass. The rule of a view is a list of one query.
 *
 * @throws Error if the text is not such a list.
 */
export const readNodeTree = (text: string): NodeTree => {
  const reader = new NodeReader(text)
  const [query, ...rest] = reader.nodes()
  if (query?.kind !== 'QUERY' || rest.length > 0) {
    const found = query?.kind === 'UNKNOWN' ? query.name : (query?.kind ?? 'nothing')
    throw new Error(`a view's rule should be one QUERY, but it is ${found} and ${rest.length} more`)
  }
  const { functions, operators, types, relations, unknownKinds } = reader
  return { query, unknownKinds: [...unknownKinds], oids: { functions, operators, types, relations } }
}
