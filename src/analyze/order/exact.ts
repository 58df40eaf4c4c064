import { type AnyNode, type Expression, type QueryNode, visitChildren } from '../../pgtree/index.js'
import { columnOf, ownParts } from './columns.js'
import { hasOwnCollation, isExact } from './known.js'
import type { OrderContext } from './order-context.js'

/** Fields in which the kinds of expressions say their type. */
const typeFields = [
  'consttype',
  'funcresulttype',
  'opresulttype',
  'resulttype',
  'casetype',
  'coalescetype',
  'minmaxtype',
  'aggtype',
  'wintype',
  'vartype',
]

/** Whether two equal values of an expression are the same value to the last byte. */
export const isSameWhenEqual = (
  expr: Expression | null,
  query: QueryNode,
  { catalogs }: OrderContext,
): boolean => {
  const column = columnOf(expr, query, catalogs)
  if (column !== null) return isExact(column, catalogs)
  if (expr === null) return false
  const type = typeFields
    .map((field): unknown => Reflect.get(expr, field))
    .find((oid) => typeof oid === 'number')
  if (catalogs.types.get(Number(type))?.isExact !== true) return false
  return !mentionsCollation(expr) && !ownParts(expr, query).columns.some(hasOwnCollation)
}

const mentionsCollation = (node: AnyNode): boolean => {
  if (node.kind === 'COLLATEEXPR') return true
  let found = false
  visitChildren(node, (child) => {
    found ||= mentionsCollation(child)
  })
  return found
}
