import { AggregateFunctionNode, ColumnNode, type OperationNode, ReferenceNode, SelectQueryNode } from 'kysely'
import { walk } from './map-node.js'

/** What lowering asks of an expression again and again. */
export interface NodeFacts {
  /** Names of the columns that it refers to. */
  readonly columns: ReadonlySet<string>
  readonly hasSubquery: boolean
  readonly hasAggregate: boolean
}

/** Nodes never change, so what was found once holds. */
const memo = new WeakMap<OperationNode, NodeFacts>()

export function factsOf(node: OperationNode): NodeFacts {
  const known = memo.get(node)
  if (known) return known
  const columns = new Set<string>()
  let hasSubquery = false
  let hasAggregate = false
  walk(node, (child) => {
    if (ReferenceNode.is(child) && ColumnNode.is(child.column)) columns.add(child.column.column.name)
    hasSubquery ||= SelectQueryNode.is(child)
    hasAggregate ||= AggregateFunctionNode.is(child)
  })
  const facts = { columns, hasSubquery, hasAggregate }
  memo.set(node, facts)
  return facts
}
