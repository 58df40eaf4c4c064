import { commandSelect, integerConstant, type QueryNode } from '../../pgtree/index.js'

/** Whether a query gives a row for each row of its FROM and WHERE. Its ORDER BY does not matter. */
export const passesRows = (query: QueryNode): boolean =>
  isSelect(query) && !query.hasAggs && query.groupClause.length === 0 && query.havingQual === null

/** Whether it gives a row for each group of them. */
export const isGroups = (query: QueryNode): boolean =>
  isSelect(query) && (query.hasAggs || query.groupClause.length > 0 || query.havingQual !== null)

const isSelect = (query: QueryNode): boolean =>
  query.commandType === commandSelect &&
  query.setOperations === null &&
  query.groupingSets.length === 0 &&
  query.distinctClause.length === 0 &&
  query.limitCount === null &&
  // OFFSET 0 only keeps Postgres from merging queries.
  (query.limitOffset === null || integerConstant(query.limitOffset) === 0n) &&
  query.rowMarks.length === 0 &&
  !query.hasTargetSRFs
