import { isList, isNode, type TreeNode, type TreeValue } from './read-tree.js'

/** Where things stand in a text, what they are called, who may read them: none of it makes a value. */
export const IGNORED = new Set(
  [
    'alias eref location stmt_location stmt_len querySource canSetTag checkAsUser perminfoindex rteperminfos',
    'rellockmode inFromCl lateral varnosyn varattnosyn varnullingrels resname resorigtbl resorigcol',
    'resno relkind join_using_alias usingClause isNatural colnames name refname funcformat relabelformat coerceformat',
    'convertformat row_format constraintDeps aggno aggtransno',
  ].flatMap((line) => line.split(' ').map((name) => `:${name}`)),
)

/** Fields that hold the OID of a function. */
export const FUNCTIONS = new Set([':funcid', ':opfuncid', ':aggfnoid', ':winfnoid'])
/** Fields that hold the OID of a type. */
export const TYPE = /type(id)?$/

/** `rtekind` of range table entries. */
export const RTE = { relation: '0', subquery: '1', join: '2', cte: '6', group: '9' } as const

/** `jointype` of joins. */
export const JOIN = { left: '1', right: '3' } as const

/** A field of one word; empty when it is not. */
export const word = (node: TreeNode, field: string): string => {
  const value = node.fields.get(field)
  return typeof value === 'string' ? value : ''
}
export const isEmpty = (value: TreeValue | undefined): boolean => value === undefined || value === '<>'

/** Whether an expression computes across rows at its own query's level. */
export function acrossRows(value: TreeValue | undefined): boolean {
  if (isList(value)) return value.some(acrossRows)
  if (!isNode(value) || value.kind === 'QUERY') return false
  return /^(AGGREF|WINDOWFUNC|GROUPINGFUNC)$/.test(value.kind) || [...value.fields.values()].some(acrossRows)
}

/**
 * Whether a query gives one row whatever it reads: aggregates over everything, ungrouped. What they run over then
 * decides on their values and on no rows.
 */
export const isOneRow = (query: TreeNode): boolean =>
  word(query, ':hasAggs') === 'true' &&
  word(query, ':hasTargetSRFs') !== 'true' &&
  [':groupClause', ':groupingSets', ':havingQual', ':limitOffset', ':limitCount', ':setOperations'].every(
    (name) => isEmpty(query.fields.get(name)),
  )
