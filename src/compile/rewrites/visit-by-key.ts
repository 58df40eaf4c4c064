import {
  CastNode,
  ColumnNode,
  DataTypeNode,
  type JoinNode,
  JoinNode as Join,
  type OperationNode,
  ReferenceNode,
  type SelectQueryNode,
} from 'kysely'
import type { AggregateDeclaration } from '../../declare/relation.js'
import { whyNotRowWise } from '../facts/row-wise.js'
import { whyNotScalar } from '../facts/scalar.js'
import { type Trace, traceColumn, traceReference } from '../facts/trace-column.js'
import { aggregatedRows, aggregateSelections, isPlainSelect } from '../lower/aggregate-rows.js'
import type { Lowering } from '../lower/lowering.js'
import { hasRawName, isNamedInside, mentionsTable } from '../lower/mentions.js'
import { aliased, columnRef, equal, fenced, select, starRef, tableName, truth } from '../nodes/build.js'
import { scopeBefore } from '../scope/open-scope.js'
import type { OutputsOf } from '../scope/outputs.js'
import { findTable, type Scope, type Table } from '../scope/scope.js'
import type { Rewrite } from './rewrite.js'

/** An aggregate that a query joins. */
export interface JoinedAggregate {
  readonly query: SelectQueryNode
  readonly scope: Scope
  /** Position of the aggregate among the tables of the scope. */
  readonly at: number
  readonly outputsOf: OutputsOf
}

/** How the rows of a key are visited. */
export interface Visit {
  /** Position of the aggregate among the tables of the query. */
  readonly at: number
  readonly alias: string
  readonly declaration: AggregateDeclaration
  /** For each key column, the column of the query that it equals. */
  readonly keys: ReadonlyMap<string, ReferenceNode>
  /** The expression for each key column: what it equals, in the key's own type. */
  readonly written: ReadonlyMap<string, OperationNode>
  /** Keys that can be NULL; there is no row for NULL. */
  readonly nullable: readonly ReferenceNode[]
}

/**
 * Before: all rows are grouped, then joined by the key. After: for each row of the query, the rows of its key are
 * visited and aggregated. A key is then read through an index, and the planner can start from the rows that a reader
 * selects.
 */
export const visitByKey: Rewrite<JoinedAggregate, Visit> = {
  name: 'visit-by-key',
  whyNot: ({ query, scope, at, outputsOf }) => {
    const { aggregate, alias } = scope.tables[at] ?? {}
    const { declaration, keys } = aggregate ?? {}
    if (!declaration?.of || !keys || alias === undefined) return 'it is not an aggregate'
    if (query.from?.froms.length !== 1) return 'the query lists several tables in FROM'
    if (query.joins?.some(({ joinType }) => joinType === 'RightJoin' || joinType === 'FullJoin'))
      return 'a right or full join returns rows without a key'
    const named = [...keys.keys()].find((key) => hasRawName(query, key))
    if (named !== undefined) return `raw text mentions "${named}"`
    if (mentionsTable(query, alias)) return `raw text or a whole-row reference names "${alias}"`
    const before = scopeBefore(scope, at)
    for (const [key, expression] of keys) {
      const why = whyNotKey(key, expression, declaration, before, outputsOf)
      if (why !== undefined) return `key "${key}": ${why}`
      const { table } = keyColumn(expression, before)
      const name = table ? tableName(table) : ''
      // Wherever the query reads the key's columns, the expressions that they equal are written instead.
      if (scope.tables.some((later, i) => i >= at && later.alias === name))
        return `a table that is joined later is named "${name}" too`
      if (isNamedInside(query, name)) return `a query inside names a table "${name}" too`
    }
    const row = new Set((outputsOf(declaration.of) ?? []).map(({ name }) => name))
    for (const [name, { node }] of Object.entries(declaration.columns)) {
      const why = whyNotScalar(node, { columns: row, aggregates: true })
      if (why !== undefined) return `column "${name}": ${why}`
    }
    return whyNotRowWise(declaration.of, outputsOf)
  },
  apply: ({ scope, at, outputsOf }) => {
    const table = scope.tables[at] as Table
    const { declaration, keys } = table.aggregate as NonNullable<Table['aggregate']>
    const before = scopeBefore(scope, at)
    const nullable = [...keys.values()].flatMap((node) => {
      const traced = traceReference(node, before, outputsOf)
      return 'why' in traced || traced.nullable ? [keyColumn(node, before)] : []
    })
    const columns = new Map([...keys].map(([key, node]) => [key, keyColumn(node, before)]))
    const written = [...columns].map(([key, column]): [string, OperationNode] => {
      const asked = traceReference(column, before, outputsOf)
      const own = declaration.of && traceColumn(declaration.of, key, outputsOf)
      return [key, own && !('why' in own) && !('why' in asked) ? widened(column, asked, own) : column]
    })
    return { at, alias: table.alias, declaration, keys: columns, written: new Map(written), nullable }
  },
}

/** From the narrowest to the widest. */
const INTEGERS = ['smallint', 'integer', 'bigint']

/** Grouping and the join must agree on which keys are the same. */
function whyNotKey(
  key: string,
  expression: OperationNode,
  { of }: AggregateDeclaration,
  before: Scope,
  outputsOf: OutputsOf,
): string | undefined {
  const asked = traceReference(expression, before, outputsOf)
  if ('why' in asked) return asked.why
  if (isKeyAround(expression, before)) return 'it is the key of an aggregate of a query around this one'
  const grouped = of && traceColumn(of, key, outputsOf)
  if (!grouped) return 'the aggregate reads nothing'
  if ('why' in grouped) return grouped.why
  if (grouped.comparable === undefined) return `it is unknown how values of ${grouped.type} compare`
  if (grouped.comparable === asked.comparable) return undefined
  const areIntegers = [grouped.comparable, asked.comparable].every((type) => INTEGERS.includes(type ?? ''))
  return areIntegers ? undefined : `it is ${grouped.type}, and joined to ${asked.type}`
}

/** The joined column in the wider of both types, which accepts the values of either. */
const widened = (column: ReferenceNode, asked: Trace, own: Trace): OperationNode =>
  INTEGERS.indexOf(own.comparable ?? '') > INTEGERS.indexOf(asked.comparable ?? '')
    ? CastNode.create(column, DataTypeNode.create(own.comparable as 'bigint'))
    : column

/**
 * Whether it is the key of an aggregate of an outer query. The expression that it equals may mean something else here.
 */
function isKeyAround(node: OperationNode, before: Scope): boolean {
  if (!ReferenceNode.is(node) || !ColumnNode.is(node.column)) return false
  const found = findTable(before, node.table && tableName(node.table), node.column.column.name)
  return found.kind === 'found' && found.table.aggregate !== undefined && !before.tables.includes(found.table)
}

/**
 * The column that a key equals, with its table's name. For another aggregate's key, the column that this key equals.
 */
function keyColumn(node: OperationNode, before: Scope): ReferenceNode {
  if (!ReferenceNode.is(node) || !ColumnNode.is(node.column)) return node as ReferenceNode
  const column = node.column.column.name
  const found = findTable(before, node.table && tableName(node.table), column)
  if (found.kind !== 'found') return node
  const key = found.table.aggregate?.keys.get(column)
  return key ? keyColumn(key, before) : columnRef(found.table.alias, column)
}

/**
 * The lateral join that makes one visit for aggregates over the same rows by the same key.
 *
 * @param name of the resulting row in the query.
 */
export function visitJoin(visits: readonly Visit[], name: string, lowering: Lowering): JoinNode[] {
  const [first] = visits
  const of = first?.declaration.of
  if (!first || !of) return []
  const declarations = visits.map(({ declaration }) => declaration)
  const outer = new Set([...first.keys.values()].flatMap(({ table }) => (table ? [tableName(table)] : [])))
  const { item, alias } = aggregatedRows(of, declarations, outer, lowering)
  const where = [...first.keys].map(([key, node]) => equal(columnRef(alias, key), node))
  // The computed columns of a layer are evaluated before the aggregation, and not again in every FILTER.
  const isComputed = of.kind === 'layer' && of.steps.length > 0
  const node = select({
    selections: declarations.flatMap((declaration) => aggregateSelections(declaration, alias)),
    ...(isComputed
      ? { from: [aliased(fenced(select({ selections: [starRef(alias)], from: [item], where })), alias)] }
      : { from: [item], where }),
    ...(isPlainSelect(declarations) && { having: truth(true) }),
  })
  // A left join to exactly one row: Postgres removes it where none of its columns is read.
  return [Join.createWithOn('LateralLeftJoin', aliased(node, name), truth(true))]
}
