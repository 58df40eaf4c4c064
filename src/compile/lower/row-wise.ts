import type { SelectQueryNode } from 'kysely'
import { factsOf } from './node-facts.js'

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
  ) && !(query.selections ?? []).some((selection) => factsOf(selection).hasAggregate)

/** Whether leaving a column out of the SELECT list leaves the rows as they are. */
export const isPrunable = (query: SelectQueryNode): boolean =>
  !(
    query.distinctOn ??
    query.setOperations ??
    query.orderBy ??
    (query.frontModifiers?.length ? query : undefined)
  )
