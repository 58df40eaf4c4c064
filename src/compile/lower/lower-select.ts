import {
  AliasNode,
  ColumnNode,
  type JoinNode,
  type OperationNode,
  ReferenceNode,
  type SelectionNode,
  type SelectQueryNode,
  type SetOperationNode,
  WhereNode,
  type WithNode,
} from 'kysely'
import type { Origin } from '../context.js'
import { all, isNotNull, selection } from '../nodes/build.js'
import { visitJoin } from '../rewrites/visit-by-key.js'
import { cteEnvironment, isLateral, openScope, scopeAround, scopeBefore } from '../scope/open-scope.js'
import { type ReferenceRules, resolveReferences } from '../scope/references.js'
import type { Environment, Scope, Table } from '../scope/scope.js'
import { selectedColumns, UNNAMED } from '../scope/selected-columns.js'
import { uniqueColumns } from '../scope/unique-columns.js'
import { aggregateJoin } from './aggregate-join.js'
import { groupByKeys } from './group-by-keys.js'
import type { Lowering } from './lowering.js'
import { mentionsWholeRow } from './mentions.js'
import { nullableKeys, type PlannedVisit, planVisits } from './plan-visits.js'
import { checkBranches, checkStars } from './check-select.js'
import { tableItem } from './table-item.js'

/** Whose query it is: a declaration's own must name its columns, one inside an expression need not. */
export type Use = 'relation' | 'expression'

/** A SELECT with its inputs put in place of their names and its references written out. */
export function lowerSelect(
  written: SelectQueryNode,
  environment: Environment,
  outer: Scope | undefined,
  use: Use,
  origin: Origin,
  lowering: Lowering,
): SelectQueryNode {
  const { faults } = lowering
  const opened = openScope(written, environment, outer)
  const query = groupByKeys(written, opened)
  const planned = planVisits(query, opened, lowering)
  const scope: Scope = {
    ...opened,
    tables: opened.tables.map((table, at) => withVisit(table, planned.get(at))),
  }
  const rules: ReferenceRules = {
    faults,
    origin,
    subquery: (inner, around) => lowering.subquery(inner, around, origin),
  }
  const resolveIn = <N extends OperationNode>(node: N, within: Scope): N =>
    resolveReferences(node, within, rules)
  const resolve = <N extends OperationNode>(node: N): N => resolveIn(node, scope)

  checkStars(query, scope, origin, faults)
  const selected = selectedColumns(query, scope) ?? []
  const isNamed = use === 'relation' || selected.length > 1
  const columns = isNamed ? uniqueColumns(selected, scope, faults, origin) : selected
  const selections = columns.map(({ name, node }): SelectionNode => {
    const resolved = resolve(node)
    return name === UNNAMED
      ? ({ kind: 'SelectionNode', selection: resolved } as SelectionNode)
      : selection(resolved, name)
  })
  checkBranches(query, scope, columns, origin, faults)

  const froms = query.from?.froms ?? []
  const isWhole = (alias: string): boolean => mentionsWholeRow(withoutStars(query), alias)
  const items = froms.flatMap((item, i) => {
    const table = scope.tables[i]
    return table
      ? [
          tableItem(
            item,
            table,
            isWhole(table.alias),
            aroundItem(item, scope, i),
            resolveIn,
            origin,
            lowering,
          ),
        ]
      : []
  })
  const joins = (query.joins ?? []).flatMap((join, i): JoinNode[] => {
    const at = froms.length + i
    const table = scope.tables[at]
    if (!table) return []
    const on = join.on && resolveIn(join.on, scopeBefore(scope, at + 1))
    if (table.aggregate) {
      const { declaration, keys } = table.aggregate
      if (keys.size === 0 || !on) {
        reportUnkeyed(table.alias, declaration.by, origin, lowering)
        return []
      }
      const visit = planned.get(at)
      if (visit) return visit.at === at ? visitJoin(visit.visits, visit.name, lowering) : []
      const resolved = new Map([...keys].map(([key, node]) => [key, resolveIn(node, scopeBefore(scope, at))]))
      return [aggregateJoin(declaration, table.alias, resolved, on.on, lowering)]
    }
    const around = isLateral(join) ? scopeBefore(scope, at) : aroundItem(join.table, scope, at)
    const joined = tableItem(join.table, table, isWhole(table.alias), around, resolveIn, origin, lowering)
    return [{ ...join, table: joined, ...(on && { on }) }]
  })
  for (const { alias, aggregate } of scope.tables.slice(0, froms.length))
    if (aggregate) reportUnkeyed(alias, aggregate.declaration.by, origin, lowering)

  const where = [
    ...(query.where ? [resolve(query.where.where)] : []),
    ...nullableKeys(planned).map(isNotNull),
  ]
  const outputs = new Set(columns.map(({ name }) => name))
  return {
    kind: 'SelectQueryNode',
    ...(query.with && { with: lowerWith(query, query.with, environment, scope, origin, lowering) }),
    ...(query.distinctOn && {
      distinctOn: query.distinctOn.map((node) => resolveOutput(node, outputs, resolve)),
    }),
    ...(query.frontModifiers && { frontModifiers: query.frontModifiers }),
    selections,
    ...(items.length > 0 && { from: { kind: 'FromNode', froms: items } }),
    ...(joins.length > 0 && { joins }),
    ...(where.length > 0 && { where: WhereNode.create(all(where)) }),
    ...(query.groupBy && {
      groupBy: {
        ...query.groupBy,
        items: query.groupBy.items.map((item) => ({
          ...item,
          groupBy: resolveGrouped(item.groupBy, outputs, scope, resolve),
        })),
      },
    }),
    ...(query.having && { having: resolve(query.having) }),
    ...(query.setOperations && {
      setOperations: query.setOperations.map((operation): SetOperationNode => ({
        ...operation,
        expression: resolveIn(operation.expression, scopeAround(scope)),
      })),
    }),
    ...(query.orderBy && {
      orderBy: {
        ...query.orderBy,
        items: query.orderBy.items.map((item) => ({
          ...item,
          orderBy: resolveOutput(item.orderBy, outputs, resolve),
        })),
      },
    }),
    ...(query.limit && { limit: resolve(query.limit) }),
    ...(query.offset && { offset: resolve(query.offset) }),
    ...(query.fetch && { fetch: resolve(query.fetch) }),
  }
}

const withVisit = (table: Table, visit: PlannedVisit | undefined): Table =>
  visit ? { ...table, visit } : table

/** Stars of the SELECT list are written out, so they read no row as one value. */
const withoutStars = (query: SelectQueryNode): SelectQueryNode => ({
  ...query,
  selections: (query.selections ?? []).filter(
    ({ selection: { kind }, selection: node }) =>
      kind !== 'SelectAllNode' && !(ReferenceNode.is(node) && node.column.kind === 'SelectAllNode'),
  ),
})

/** A function in FROM sees the items before it, a query only when it is LATERAL. */
const aroundItem = (item: OperationNode, scope: Scope, at: number): Scope => {
  const inner = AliasNode.is(item) ? item.node : item
  return inner.kind === 'RawNode' || inner.kind === 'FunctionNode'
    ? scopeBefore(scope, at)
    : scopeAround(scope)
}

/** In ORDER BY and DISTINCT ON a bare name means a column of the SELECT list before any other. */
const resolveOutput = (
  node: OperationNode,
  outputs: ReadonlySet<string>,
  resolve: (node: OperationNode) => OperationNode,
): OperationNode => (isBare(node) && outputs.has(nameOf(node)) ? node : resolve(node))

/** In GROUP BY it means a column of the FROM items first, then one of the SELECT list. */
const resolveGrouped = (
  node: OperationNode,
  outputs: ReadonlySet<string>,
  scope: Scope,
  resolve: (node: OperationNode) => OperationNode,
): OperationNode => {
  const isInput = scope.tables.some(
    ({ columns }) => columns?.some(({ name }) => name === nameOf(node)) ?? true,
  )
  return isBare(node) && outputs.has(nameOf(node)) && !isInput ? node : resolve(node)
}

const isBare = (node: OperationNode): node is ReferenceNode =>
  ReferenceNode.is(node) && !node.table && ColumnNode.is(node.column)
const nameOf = (node: OperationNode): string =>
  ReferenceNode.is(node) && ColumnNode.is(node.column) ? node.column.column.name : ''

function lowerWith(
  query: SelectQueryNode,
  node: WithNode,
  around: Environment,
  scope: Scope,
  origin: Origin,
  lowering: Lowering,
): WithNode {
  const { faults } = lowering
  return {
    ...node,
    expressions: node.expressions.map((expression, i) => {
      const environment = cteEnvironment(query, around, scope.environment, i)
      const within: Scope = { tables: [], outer: scope.outer, environment }
      const rules = {
        faults,
        origin,
        subquery: (inner: SelectQueryNode, outer: Scope) => lowering.subquery(inner, outer, origin),
      }
      return { ...expression, expression: resolveReferences(expression.expression, within, rules) }
    }),
  }
}

function reportUnkeyed(alias: string, by: readonly string[], origin: Origin, { faults }: Lowering): void {
  faults.add(
    origin,
    'FS157',
    `aggregate "${alias}" is not joined by its whole key`,
    `Use innerJoin on ${by.map((key) => `"${alias}.${key}"`).join(' and ')}, each equal to an expression, and nothing else.`,
  )
}
