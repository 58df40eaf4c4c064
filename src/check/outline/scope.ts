import { isNode, listOf, nodesOf, type TreeNode } from './read-tree.js'
import { word } from './vocabulary.js'

/** A query with the queries around it, which its variables may belong to. */
export interface Scope {
  readonly query: TreeNode
  readonly outer: Scope | undefined
}

/** The query that stands so many levels further out. */
export const up = (scope: Scope | undefined, levels: number): Scope | undefined =>
  levels === 0 || scope === undefined ? scope : up(scope.outer, levels - 1)

/** An item of the query's range table, by its number from 1. */
export const entry = ({ query }: Scope, number: number): TreeNode | undefined =>
  nodesOf(query.fields.get(':rtable'))[number - 1]

/** The target of a query whose field has this value. */
export const target = (
  { query }: Scope,
  field: ':resno' | ':ressortgroupref',
  value: string,
): TreeNode | undefined =>
  nodesOf(query.fields.get(':targetList')).find((candidate) => word(candidate, field) === value)

/** The WITH that an item of FROM reads. */
export const withClause = (item: TreeNode, owner: Scope | undefined): TreeNode | undefined =>
  nodesOf(owner?.query.fields.get(':cteList')).find(
    (candidate) => word(candidate, ':ctename') === word(item, ':ctename'),
  )

/** Name of a relation's column by its number, which another copy of the relation may have for another column. */
export function columnName(item: TreeNode, number: number): string {
  const eref = item.fields.get(':eref')
  const name = isNode(eref) ? listOf(eref.fields.get(':colnames'))[number - 1] : undefined
  return typeof name === 'string' ? name : String(number)
}
