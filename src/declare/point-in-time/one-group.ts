import { AggregateFunctionNode, HavingNode, type SelectQueryNode } from 'kysely'
import type { Columns } from '../column.js'
import { TRUE } from './over-facts.js'

const mentionsAggregate = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(mentionsAggregate)
  if (!('kind' in value)) return false
  return (
    AggregateFunctionNode.is(value as AggregateFunctionNode) || Object.values(value).some(mentionsAggregate)
  )
}

/**
 * What makes a SELECT of these columns give one row for all of its rows. An aggregate function does. Without one, as with
 * a constant or with raw text, there would be a row for each fact, so HAVING says that it is one group.
 */
export const oneGroup = (columns: Columns): Pick<SelectQueryNode, 'having'> =>
  Object.values(columns).some(({ node }) => mentionsAggregate(node))
    ? {}
    : { having: HavingNode.create(TRUE) }
