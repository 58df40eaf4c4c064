import {
  AliasNode,
  ColumnNode,
  IdentifierNode,
  type OperationNode,
  ReferenceNode,
  type SelectQueryNode,
} from 'kysely'
import { columnRef, tableName } from '../nodes/build.js'
import { findTable, type Output, type Scope } from './scope.js'

/** One item of a SELECT list, with unresolved references. */
export interface Selected extends Output {
  readonly node: OperationNode
  /** Name of the table whose `*` it comes from. */
  readonly starOf?: string
}

/** Name of an expression without one, which a relation cannot have. */
export const UNNAMED = ''

/** The SELECT list with every `*` expanded; undefined when one belongs to a table whose columns only Postgres knows. */
export function selectedColumns(query: SelectQueryNode, scope: Scope): Selected[] | undefined {
  const columns: Selected[] = []
  for (const { selection } of query.selections ?? []) {
    const selected = selectedBy(selection, scope)
    if (selected === undefined) return undefined
    columns.push(...selected)
  }
  return columns
}

function selectedBy(selection: OperationNode, scope: Scope): Selected[] | undefined {
  if (selection.kind === 'SelectAllNode') {
    const stars = scope.tables.map(({ alias }) => star(alias, scope))
    return stars.includes(undefined) ? undefined : stars.flatMap((columns) => columns ?? [])
  }
  if (ReferenceNode.is(selection)) {
    const table = selection.table && tableName(selection.table)
    if (!ColumnNode.is(selection.column)) return table === undefined ? [] : star(table, scope)
    const name = selection.column.column.name
    return [{ name, node: selection, ...inherited(selection, scope) }]
  }
  if (AliasNode.is(selection)) {
    const name = IdentifierNode.is(selection.alias) ? selection.alias.name : UNNAMED
    return [{ name, node: selection.node, ...inherited(selection.node, scope) }]
  }
  return [{ name: UNNAMED, node: selection, comment: '' }]
}

function star(alias: string, scope: Scope): Selected[] | undefined {
  const found = findTable(scope, alias, undefined)
  if (found.kind !== 'found') return []
  return found.table.columns?.map(({ name, comment, isUnknown }) => ({
    name,
    comment,
    ...(isUnknown && { isUnknown }),
    node: columnRef(alias, name),
    starOf: alias,
  }))
}

/** Metadata of a column that an expression only passes on. */
function inherited(node: OperationNode, scope: Scope): Pick<Output, 'comment' | 'isUnknown'> {
  if (!ReferenceNode.is(node) || !ColumnNode.is(node.column)) return { comment: '' }
  const name = node.column.column.name
  const found = findTable(scope, node.table && tableName(node.table), name)
  if (found.kind === 'uncertain') {
    // Errors of a declaration were reported there.
    const isFollowing = scope.tables.some(({ columns, isOpaque }) => columns === undefined && !isOpaque)
    return { comment: '', ...(isFollowing && { isUnknown: true }) }
  }
  if (found.kind !== 'found') return { comment: '', isUnknown: true }
  const { columns, isOpaque = false } = found.table
  if (columns === undefined) return { comment: '', ...(!isOpaque && { isUnknown: true }) }
  const { comment = '', isUnknown = false } = columns.find((output) => output.name === name) ?? {}
  return { comment, ...(isUnknown && { isUnknown }) }
}
