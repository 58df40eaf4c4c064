import {
  ColumnNode,
  type JoinNode,
  type OperationNode,
  ReferenceNode,
  type SelectQueryNode,
  TableNode,
  WhereNode,
  BinaryOperationNode,
  OperatorNode,
} from 'kysely'
import type { AggregateDeclaration } from '../../declare/relation.js'
import { type Faults, type Origin, originOf, splitName } from '../context.js'
import type { OutputsOf } from './outputs.js'
import { all, aliased, columnRef, lateralOneRow, selection } from './nodes.js'
import type { Lowering } from './lowering.js'
import { mapNode } from './map-node.js'
import { reportUnknown } from './references.js'
import type { Scope, Table } from './scope.js'

type AggregateTable = Table & { readonly aggregate: NonNullable<Table['aggregate']> }

const isAggregate = (table: Table): table is AggregateTable => table.aggregate !== undefined

/** What must be equal for two aggregates to be computed in one visit: the rows, and the key they are looked up by. */
const visitKey = ({ aggregate }: AggregateTable): string => JSON.stringify([...aggregate.keys])

/** Finds the aggregates over the same rows of the same key: one lateral join, of one name, will compute them all. */
export function mergeAggregates(scope: Scope): void {
  const visits = new Map<unknown, Map<string, AggregateTable[]>>()
  for (const table of scope.tables.filter(isAggregate)) {
    const byKey = visits.get(table.aggregate.declaration.of) ?? new Map<string, AggregateTable[]>()
    visits.set(table.aggregate.declaration.of, byKey)
    const visit = byKey.get(visitKey(table)) ?? []
    byKey.set(visitKey(table), visit)
    visit.push(table)
    table.visit = visit
  }
  for (const table of scope.tables) {
    if (table.visit && table.visit.length > 1) table.target = table.visit.map(({ alias }) => alias).join('_')
  }
}

/** One visit to the rows of a key, computing every column that is used of the aggregates joined by it. */
export function aggregateJoin(
  tables: readonly Table[],
  resolveKey: (node: OperationNode) => OperationNode,
  origin: Origin,
  lowering: Lowering,
): JoinNode[] {
  const visit = tables.filter(isAggregate)
  const [first] = visit
  const { declaration, keys } = first?.aggregate ?? {}
  const of = declaration?.of
  if (!first || !keys || !of) return []
  const alias = splitName(of.name).name
  const read = new Set<string>()
  const selections = visit.flatMap((table) =>
    Object.entries(table.aggregate.declaration.columns)
      .filter(([name]) => table.used.has(name))
      .map(([name, { node }]) => selection(rowColumns(node, alias, read), name)),
  )
  const correlation = new Map([...keys].map(([name, node]) => [name, resolveKey(node)]))
  if (of.kind === 'aggregate' || of.kind === 'reference') {
    lowering.faults.add(
      origin,
      'FS159',
      `"${first.alias}" aggregates an aggregate`,
      'Aggregate over a source, a layer or a view.',
    )
    return []
  }
  if (of.kind === 'layer') {
    const rows = lowering.query(of, { wanted: read, correlation, fence: true })
    return [lateralOneRow(select(selections, aliased(rows, alias)), first.target)]
  }
  lowering.reads.add(of)
  const { schema, name } = splitName(of.name)
  const from = aliased(TableNode.createWithSchema(schema, name), alias)
  const where = [...correlation].map(([key, outer]) =>
    BinaryOperationNode.create(columnRef(alias, key), OperatorNode.create('='), outer),
  )
  return [lateralOneRow({ ...select(selections, from), where: WhereNode.create(all(where)) }, first.target)]
}

const select = (
  selections: SelectQueryNode['selections'] & object,
  from: OperationNode,
): SelectQueryNode => ({
  kind: 'SelectQueryNode',
  // An aggregate of which nothing is read still gives its one row.
  selections: selections.length > 0 ? selections : [],
  from: { kind: 'FromNode', froms: [from] },
})

/** Points an aggregate's references at the rows it reads, and notes which columns those are. */
function rowColumns(node: OperationNode, alias: string, read: Set<string>): OperationNode {
  return mapNode(node, (child) => {
    if (!ReferenceNode.is(child) || !ColumnNode.is(child.column)) return undefined
    const { name } = child.column.column
    read.add(name)
    return columnRef(alias, name)
  })
}

/** Reports what is wrong with an aggregate by itself: its key and the columns it reads. */
export function checkAggregate(
  declaration: AggregateDeclaration,
  faults: Faults,
  outputsOf: OutputsOf,
): void {
  const known = (declaration.of ? outputsOf(declaration.of) : []).map(({ name }) => name)
  if (!declaration.of) return
  for (const key of declaration.by)
    if (!known.includes(key)) reportUnknown(faults, originOf(declaration), key, known)
  for (const [name, { node, site }] of Object.entries(declaration.columns)) {
    mapNode(node, (child) => {
      if (!ReferenceNode.is(child) || !ColumnNode.is(child.column)) return undefined
      const column = child.column.column.name
      if (!known.includes(column)) reportUnknown(faults, originOf(declaration, name, site), column, known)
      return child
    })
  }
}
