import {
  AliasNode,
  ColumnNode,
  IdentifierNode,
  type JoinNode,
  type OperationNode,
  type OrderByNode,
  ReferenceNode,
  type SelectionNode,
  type SelectQueryNode,
  WhereNode,
} from 'kysely'
import type { Origin } from '../context.js'
import { aggregateJoin } from './aggregates.js'
import type { Lowering } from './lowering.js'
import { all } from './nodes.js'
import { resolveReferences } from './references.js'
import type { Scope } from './scope.js'
import { tableItem } from './table-item.js'

export interface SelectParts {
  readonly selections: readonly SelectionNode[]
  /** Joins to stand after the query's own. */
  readonly joins: readonly JoinNode[]
  /** Conditions besides the query's own. */
  readonly where: readonly OperationNode[]
}

/** A SELECT with every clause resolved and its inputs put in place; `parts` are resolved already. */
export function assembleSelect(
  query: SelectQueryNode,
  scope: Scope,
  parts: SelectParts,
  origin: Origin,
  lowering: Lowering,
): SelectQueryNode {
  const resolve = <N extends OperationNode>(node: N): N =>
    resolveReferences(node, scope, lowering.faults, origin, (inner, outer) =>
      lowering.subquery(inner, outer, origin),
    )

  // Everything that refers to an input comes before the inputs themselves: those give only what is used of them.
  const where = [...(query.where ? [resolve(query.where.where)] : []), ...parts.where]
  const ons = (query.joins ?? []).map(({ on }) => on && resolve(on))
  const clauses: Partial<SelectQueryNode> = {
    ...(query.distinctOn && { distinctOn: query.distinctOn.map(resolve) }),
    ...(query.frontModifiers && { frontModifiers: query.frontModifiers }),
    ...(where.length > 0 && { where: WhereNode.create(all(where)) }),
    ...(query.groupBy && { groupBy: resolve(query.groupBy) }),
    ...(query.having && { having: resolve(query.having) }),
    ...(query.setOperations && { setOperations: query.setOperations.map(resolve) }),
    ...(query.orderBy && { orderBy: resolveOrder(query.orderBy, parts.selections, resolve) }),
    ...(query.limit && { limit: query.limit }),
    ...(query.offset && { offset: query.offset }),
    ...(query.fetch && { fetch: query.fetch }),
    ...(query.with && { with: resolve(query.with) }),
  }

  const froms = query.from?.froms ?? []
  const joins = (query.joins ?? []).flatMap((join, i): JoinNode[] => {
    const table = scope.tables[froms.length + i]
    if (!table) return []
    if (table.aggregate && table.aggregate.keys.size > 0) {
      const visit = table.visit ?? [table]
      return visit[0] === table ? aggregateJoin(visit, resolve, origin, lowering) : []
    }
    const on = ons[i]
    return [
      { ...join, table: tableItem(join.table, table, scope, resolve, origin, lowering), ...(on && { on }) },
    ]
  })
  const items = froms.flatMap((item, i) => {
    const table = scope.tables[i]
    return table ? [tableItem(item, table, scope, resolve, origin, lowering)] : []
  })

  return {
    kind: 'SelectQueryNode',
    ...clauses,
    selections: parts.selections,
    ...(items.length > 0 && { from: { kind: 'FromNode', froms: items } }),
    joins: [...joins, ...parts.joins],
  }
}

/** A bare name in ORDER BY means a column of the SELECT list before any other, and is all that a UNION allows. */
function resolveOrder(
  orderBy: OrderByNode,
  selections: readonly SelectionNode[],
  resolve: <N extends OperationNode>(node: N) => N,
): OrderByNode {
  const names = new Set(selections.map(({ selection }) => outputName(selection)))
  const isName = (node: OperationNode): boolean =>
    ReferenceNode.is(node) && !node.table && names.has(outputName(node))
  return { ...orderBy, items: orderBy.items.map((item) => (isName(item.orderBy) ? item : resolve(item))) }
}

function outputName(node: OperationNode): string | undefined {
  if (AliasNode.is(node)) return IdentifierNode.is(node.alias) ? node.alias.name : undefined
  return ReferenceNode.is(node) && ColumnNode.is(node.column) ? node.column.column.name : undefined
}
