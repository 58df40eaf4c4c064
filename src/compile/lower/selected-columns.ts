import {
  AliasNode,
  ColumnNode,
  IdentifierNode,
  type OperationNode,
  ReferenceNode,
  type SelectQueryNode,
} from 'kysely'
import { tableName } from './nodes.js'
import { findTable, type Output, type Scope } from './scope.js'

/** One item of a SELECT list, not resolved yet. */
export interface Selected extends Output {
  /** Undefined for an expression without a name, which a relation cannot have. */
  readonly node: OperationNode
  /** Whether a `*` brought it. */
  readonly starred: boolean
}

const UNNAMED = ''

/** The SELECT list with every `*` written out. */
export function selectedColumns(query: SelectQueryNode, scope: Scope): Selected[] {
  return (query.selections ?? []).flatMap(({ selection }): Selected[] => {
    if (selection.kind === 'SelectAllNode') return scope.tables.flatMap((table) => star(table.alias, scope))
    if (ReferenceNode.is(selection)) {
      const table = selection.table && tableName(selection.table)
      if (!ColumnNode.is(selection.column)) return table === undefined ? [] : star(table, scope)
      const name = selection.column.column.name
      return [{ name, node: selection, comment: inherited(selection, scope), starred: false }]
    }
    if (AliasNode.is(selection)) {
      const name = IdentifierNode.is(selection.alias) ? selection.alias.name : UNNAMED
      return [{ name, node: selection.node, comment: inherited(selection.node, scope), starred: false }]
    }
    return [{ name: UNNAMED, node: selection, comment: '', starred: false }]
  })
}

const star = (alias: string, scope: Scope): Selected[] => {
  const table = scope.tables.find((candidate) => candidate.alias === alias)
  return (table?.columns ?? []).map(({ name, comment }) => ({
    name,
    comment,
    node: ReferenceNode.create(ColumnNode.create(name), tableOf(alias)),
    starred: true,
  }))
}

const tableOf = (alias: string): NonNullable<ReferenceNode['table']> => ({
  kind: 'TableNode',
  table: { kind: 'SchemableIdentifierNode', identifier: IdentifierNode.create(alias) },
})

/** What is said of the column that an expression merely passes on. */
function inherited(node: OperationNode, scope: Scope): string {
  if (!ReferenceNode.is(node) || !ColumnNode.is(node.column)) return ''
  const name = node.column.column.name
  const found = findTable(scope, node.table && tableName(node.table), name)
  if (found.kind !== 'found') return ''
  return found.table.columns?.find((output) => output.name === name)?.comment ?? ''
}
