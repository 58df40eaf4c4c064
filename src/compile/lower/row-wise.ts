import { AggregateFunctionNode, type OperationNode, type SelectQueryNode } from 'kysely'
import { walk } from './map-node.js'

const aggregates = (node: OperationNode): boolean => {
  let found = false
  walk(node, (child) => {
    if (AggregateFunctionNode.is(child)) found = true
  })
  return found
}

/** Whether each row of a query comes from its own FROM rows, so that a filter or a lateral join may stand inside it. */
export const isRowWise = (query: SelectQueryNode): boolean =>
  !(
    query.distinctOn ??
    query.groupBy ??
    query.having ??
    query.limit ??
    query.offset ??
    query.fetch ??
    query.orderBy ??
    query.setOperations ??
    (query.frontModifiers?.length ? query.frontModifiers : undefined)
  ) && !(query.selections ?? []).some(aggregates)

/** Whether leaving a column out of the SELECT list leaves the rows as they are. */
export const isPrunable = (query: SelectQueryNode): boolean =>
  !(
    query.distinctOn ??
    query.setOperations ??
    query.orderBy ??
    (query.frontModifiers?.length ? query : undefined)
  )
