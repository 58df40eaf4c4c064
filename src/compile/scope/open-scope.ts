import {
  AliasNode,
  IdentifierNode,
  type JoinNode,
  type JoinType,
  type OperationNode,
  ParensNode,
  RawNode,
  SelectQueryNode,
  TableNode,
} from 'kysely'
import { fragmentOf } from '../facts/raw-fragment.js'
import { tableName } from '../nodes/build.js'
import { joinKeys } from './join-keys.js'
import { knownColumns } from './known-columns.js'
import type { Environment, Output, Scope, Table } from './scope.js'

/** Joins that can replace the rows before them by NULLs. */
const NULLS_BEFORE: ReadonlySet<JoinType> = new Set<JoinType>(['RightJoin', 'FullJoin'])
/** Joins that can replace the joined row by NULLs. */
const NULLS_AFTER: ReadonlySet<JoinType> = new Set<JoinType>(['LeftJoin', 'FullJoin', 'LateralLeftJoin'])

export const isLateral = (join: JoinNode): boolean => join.joinType.startsWith('Lateral')

/** The scope of a SELECT: its WITH names, FROM items and joins, with the columns of each. */
export function openScope(query: SelectQueryNode, environment: Environment, outer: Scope | undefined): Scope {
  const within = withNames(query, environment, outer)
  const around: Scope = { tables: [], outer, environment: within }
  let tables: readonly Table[] = (query.from?.froms ?? []).map((item) => toTable(item, around))
  for (const join of query.joins ?? []) {
    const before: Scope = { ...around, tables }
    const joined = toTable(join.table, isLateral(join) ? before : around, join)
    tables = [
      ...(NULLS_BEFORE.has(join.joinType) ? tables.map((table) => ({ ...table, optional: true })) : tables),
      NULLS_AFTER.has(join.joinType) ? { ...joined, optional: true } : joined,
    ]
  }
  return { ...around, tables }
}

/** The scope of a FROM item or a join's condition: the tables before it. */
export const scopeBefore = (scope: Scope, count: number): Scope => ({
  ...scope,
  tables: scope.tables.slice(0, count),
})

/** The scope of a query in a FROM item that is not LATERAL: no tables of the query that contains it. */
export const scopeAround = (scope: Scope): Scope => scopeBefore(scope, 0)

function withNames(query: SelectQueryNode, environment: Environment, outer: Scope | undefined): Environment {
  if (!query.with) return environment
  const ctes = new Map(environment.ctes)
  for (const { name, expression } of query.with.expressions) {
    const named = name.columns?.map(({ column }): Output => ({ name: column.name, comment: '' }))
    const body = unwrap(expression)
    // A recursive name is in scope in its own query, but the first branch decides its columns.
    const own = SelectQueryNode.is(body) ? subqueryOutputs(body, { ...environment, ctes }, outer) : undefined
    ctes.set(tableName(name.table), named ?? own)
  }
  return { ...environment, ctes }
}

/** The environment of the WITH query at `index`: the names before it, or all of them when they are recursive. */
export function cteEnvironment(
  query: SelectQueryNode,
  around: Environment,
  within: Environment,
  index: number,
): Environment {
  if (query.with?.recursive === true) return within
  const visible = new Set(query.with?.expressions.slice(0, index).map(({ name }) => tableName(name.table)))
  return {
    ...around,
    ctes: new Map([...around.ctes, ...[...within.ctes].filter(([name]) => visible.has(name))]),
  }
}

const unwrap = (node: OperationNode): OperationNode => (ParensNode.is(node) ? unwrap(node.node) : node)

function subqueryOutputs(
  query: SelectQueryNode,
  environment: Environment,
  outer: Scope | undefined,
): Output[] | undefined {
  const columns = knownColumns(query, openScope(query, environment, outer))
  return columns?.map(({ name, comment, isUnknown }) => ({ name, comment, ...(isUnknown && { isUnknown }) }))
}

function toTable(item: OperationNode, scope: Scope, join?: JoinNode): Table {
  const { environment } = scope
  if (AliasNode.is(item)) {
    if (IdentifierNode.is(item.alias)) return aliased(item.alias.name, toTable(item.node, scope), join)
    const named = RawNode.is(item.alias) ? aliasWithColumns(item.alias) : undefined
    const table = toTable(item.node, scope)
    if (!named) return { ...table, alias: '', columns: undefined }
    return aliased(
      named.alias,
      { ...table, columns: named.columns, isOpaque: named.columns === undefined },
      join,
    )
  }
  if (TableNode.is(item)) {
    const name = tableName(item)
    if (environment.ctes.has(name))
      return { alias: name, columns: environment.ctes.get(name), optional: false }
    const declaration = environment.inputs.get(name)
    if (!declaration) return { alias: name, columns: undefined, optional: false }
    const table = { alias: name, columns: environment.outputsOf(declaration), declaration, optional: false }
    return aliased(name, table, join)
  }
  const body = unwrap(item)
  if (SelectQueryNode.is(body))
    return { alias: '', columns: subqueryOutputs(body, environment, scope), optional: false }
  // Postgres chooses the column names of functions, of raw text and of VALUES without names.
  return { alias: '', columns: undefined, isOpaque: true, optional: false }
}

/** The same table under its alias, with the way it is joined when it is an aggregate. */
function aliased(alias: string, table: Table, join: JoinNode | undefined): Table {
  const { declaration } = table
  if (declaration?.kind !== 'aggregate') return { ...table, alias }
  const keys = join ? joinKeys(join, alias, declaration.by) : new Map<string, OperationNode>()
  return { ...table, alias, aggregate: { declaration, keys } }
}

/** `gs(n)`, `m(code, label)`: Kysely's raw aliases of table functions and VALUES. */
function aliasWithColumns(
  node: RawNode,
): { readonly alias: string; readonly columns: readonly Output[] | undefined } | undefined {
  const { tokens, diagnostic, parameters } = fragmentOf(node)
  const names = tokens.flatMap(({ kind, text }) => (kind === 'word' || kind === 'quoted' ? [text] : []))
  if (parameters.length > 0) return undefined
  const [alias, ...columns] = names
  if (diagnostic !== undefined || alias === undefined) return undefined
  // Only a list of names; types in it (`r(a int)`) are not parsed.
  const isList = tokens.length === (columns.length > 0 ? 2 * names.length : 1)
  if (!isList) return { alias, columns: undefined }
  return { alias, columns: columns.length > 0 ? columns.map((name) => ({ name, comment: '' })) : undefined }
}
