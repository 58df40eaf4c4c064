import {
  AliasNode,
  IdentifierNode,
  type JoinNode,
  type OperationNode,
  ParensNode,
  SelectQueryNode,
  TableNode,
} from 'kysely'
import { joinKeys } from './join-keys.js'
import { tableName } from './nodes.js'
import type { Environment, Output, Scope, Table } from './scope.js'
import { selectedColumns } from './selected-columns.js'

/** The scope of a SELECT: its WITH names, FROM items and joins, with the columns each of them gives. */
export function openScope(query: SelectQueryNode, environment: Environment, outer: Scope | undefined): Scope {
  const scope: Scope = { tables: [], outer, environment: withNames(query, environment, outer) }
  for (const item of query.from?.froms ?? []) scope.tables.push(toTable(item, scope))
  for (const join of query.joins ?? []) scope.tables.push(toTable(join.table, scope, join))
  return scope
}

function withNames(query: SelectQueryNode, environment: Environment, outer: Scope | undefined): Environment {
  if (!query.with) return environment
  const ctes = new Map(environment.ctes)
  for (const { name, expression } of query.with.expressions) {
    const named = name.columns?.map(({ column }): Output => ({ name: column.name, comment: '' }))
    const body = unwrap(expression)
    const own = SelectQueryNode.is(body) ? subqueryOutputs(body, { ...environment, ctes }, outer) : undefined
    ctes.set(tableName(name.table), named ?? own)
  }
  return { ...environment, ctes }
}

const unwrap = (node: OperationNode): OperationNode => (ParensNode.is(node) ? unwrap(node.node) : node)

const subqueryOutputs = (
  query: SelectQueryNode,
  environment: Environment,
  outer: Scope | undefined,
): Output[] =>
  selectedColumns(query, openScope(query, environment, outer)).map(({ name, comment }) => ({ name, comment }))

function toTable(item: OperationNode, scope: Scope, join?: JoinNode): Table {
  const { environment } = scope
  if (AliasNode.is(item)) {
    const inner = toTable(item.node, scope)
    const alias = IdentifierNode.is(item.alias) ? item.alias.name : inner.alias
    return aliasedTable(alias, inner, join)
  }
  if (TableNode.is(item)) {
    const name = tableName(item)
    if (environment.ctes.has(name)) {
      return { alias: name, target: name, columns: environment.ctes.get(name), node: item, used: new Set() }
    }
    const declaration = Object.hasOwn(environment.inputs, name) ? environment.inputs[name] : undefined
    if (!declaration) return { alias: name, target: name, columns: [], node: item, used: new Set() }
    return aliasedTable(
      name,
      {
        alias: name,
        target: name,
        columns: declaration.kind === 'reference' ? undefined : environment.outputsOf(declaration),
        declaration,
        used: new Set(),
      },
      join,
    )
  }
  const body = unwrap(item)
  // Only a LATERAL subquery sees its neighbours; for the names of the columns that it gives it makes no difference.
  const columns = SelectQueryNode.is(body) ? subqueryOutputs(body, environment, scope) : undefined
  return { alias: '', target: '', columns, node: body, used: new Set() }
}

/** The same table under its alias, with the way it is joined when it is an aggregate. */
function aliasedTable(alias: string, table: Table, join: JoinNode | undefined): Table {
  const { declaration } = table
  const aggregate =
    declaration?.kind === 'aggregate'
      ? { declaration, keys: join ? joinKeys(join, alias, declaration.by) : new Map() }
      : undefined
  return { ...table, alias, target: alias, ...(aggregate && { aggregate }) }
}
