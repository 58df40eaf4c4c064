import {
  AliasNode,
  ColumnNode,
  type JoinNode,
  type OperationNode,
  RawNode,
  ReferenceNode,
  type SelectionNode,
  type SelectQueryNode,
  type SetOperationNode,
  WhereNode,
  type WithNode,
} from 'kysely'
import type { AggregateDeclaration } from '../../declare/relation.js'
import type { Origin } from '../context.js'
import type { OutputsOf } from '../scope/outputs.js'
import { all, isNotNull, selection } from '../nodes/build.js'
import { markOf, withMark } from '../nodes/mark.js'
import { visitJoin } from '../rewrites/visit-by-key.js'
import { cteEnvironment, isLateral, openScope, scopeAround, scopeBefore } from '../scope/open-scope.js'
import { type ReferenceRules, resolveReferences } from '../scope/references.js'
import type { Environment, Scope, Table } from '../scope/scope.js'
import { type Selected, selectedColumns, UNNAMED } from '../scope/selected-columns.js'
import { uniqueColumns } from '../scope/unique-columns.js'
import { aggregateJoin } from './aggregate-join.js'
import { groupByKeys } from './group-by-keys.js'
import type { Lowering, Use } from './lowering.js'
import { hasOpenNames, mentionsWholeRow } from './mentions.js'
import { nullableKeys, type PlannedVisit, planVisits } from './plan-visits.js'
import { checkBranches, checkStars } from './check-select.js'
import { tableItem } from './table-item.js'

/** A SELECT with its inputs in place of their names and its references resolved. */
export function lowerSelect(
  written: SelectQueryNode,
  environment: Environment,
  outer: Scope | undefined,
  use: Use,
  origin: Origin,
  lowering: Lowering,
): SelectQueryNode {
  const { diagnostics, outputsOf } = lowering
  const opened = openScope(written, environment, outer)
  const query = groupByKeys(written, opened)
  const planned = planVisits(query, opened, lowering)
  const scope: Scope = {
    ...opened,
    tables: opened.tables.map((table, at) => withVisit(table, planned.get(at))),
  }
  const rules: ReferenceRules = {
    diagnostics,
    origin,
    subquery: (inner, around) => lowering.subquery(inner, around, origin),
  }
  const resolveIn = <N extends OperationNode>(node: N, within: Scope): N =>
    resolveReferences(node, within, rules)
  const resolve = <N extends OperationNode>(node: N): N => resolveIn(node, scope)

  const isNamed = use !== 'expression'
  if (isNamed) checkStars(query, scope, origin, diagnostics)
  const selected = selectedColumns(query, scope)
  const columns = isNamed
    ? uniqueColumns(selected ?? [], scope, diagnostics, origin)
    : (selected ?? asWritten(query))
  const selections = columns.map(({ name, node }): SelectionNode => {
    const resolved = resolve(node)
    if (name === UNNAMED) return { kind: 'SelectionNode', selection: resolved } as SelectionNode
    const mark = use === 'relation' ? markOf(node) : undefined
    return mark ? withMark(selection(resolved, name), { ...mark, column: name }) : selection(resolved, name)
  })
  if (isNamed) checkBranches(query, scope, columns, origin, diagnostics)

  // In ORDER BY and DISTINCT ON, a bare name means a column of the SELECT list first; in GROUP BY, a column of the FROM
  // items comes first.
  const outputs = new Set(columns.map(({ name }) => name))
  const inputs = scope.tables.flatMap((table) => (table.columns ?? []).map(({ name }) => name))
  const grouped = new Set([...outputs].filter((name) => !inputs.includes(name)))

  const froms = query.from?.froms ?? []
  const expressions = withoutStars(query)
  // Beside an item whose columns only Postgres knows, bare names stay as they are.
  const isOpen = hasOpenNames(expressions, grouped) || scope.tables.some((table) => table.isOpaque)
  const isWhole = (alias: string): boolean => isOpen || mentionsWholeRow(expressions, alias)
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
        if (hasKey(declaration, outputsOf)) reportUnkeyed(table.alias, declaration.by, origin, lowering)
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
  const resolveNamed = (node: OperationNode, names: ReadonlySet<string>): OperationNode =>
    isNameLike(node) ? resolveReferences(node, scope, { ...rules, outputs: names }) : resolve(node)
  return {
    kind: 'SelectQueryNode',
    ...(query.with && { with: lowerWith(query, query.with, environment, scope, origin, lowering) }),
    ...(query.distinctOn && {
      distinctOn: query.distinctOn.map((node) => resolveNamed(node, outputs)),
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
          groupBy: resolveNamed(item.groupBy, grouped),
        })),
      },
    }),
    ...(query.having && { having: resolve(query.having) }),
    ...(query.setOperations && {
      setOperations: query.setOperations.map((operation): SetOperationNode => ({
        ...operation,
        expression: resolveReferences(operation.expression, scopeAround(scope), {
          ...rules,
          subquery: (inner, around) => lowering.subquery(inner, around, origin, use),
        }),
      })),
    }),
    ...(query.orderBy && {
      orderBy: {
        ...query.orderBy,
        items: query.orderBy.items.map((item) => ({
          ...item,
          orderBy: resolveNamed(item.orderBy, outputs),
        })),
      },
    }),
    ...(query.limit && { limit: resolve(query.limit) }),
    ...(query.offset && { offset: resolve(query.offset) }),
    ...(query.fetch && { fetch: resolve(query.fetch) }),
  }
}

/** The items of a SELECT list with a `*` that only Postgres can expand. */
const asWritten = ({ selections = [] }: SelectQueryNode): Selected[] =>
  selections.map(({ selection: node }) => ({ name: UNNAMED, comment: '', node }))

const withVisit = (table: Table, visit: PlannedVisit | undefined): Table =>
  visit ? { ...table, visit } : table

/** Stars of the SELECT list are expanded, so they do not read a row as one value. */
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

/** An expression of ORDER BY, DISTINCT ON or GROUP BY that is a bare name, or raw text, which could be one. */
const isNameLike = (node: OperationNode): boolean =>
  RawNode.is(node) || (ReferenceNode.is(node) && !node.table && ColumnNode.is(node.column))

function lowerWith(
  query: SelectQueryNode,
  node: WithNode,
  around: Environment,
  scope: Scope,
  origin: Origin,
  lowering: Lowering,
): WithNode {
  const { diagnostics } = lowering
  return {
    ...node,
    expressions: node.expressions.map((expression, i) => {
      const environment = cteEnvironment(query, around, scope.environment, i)
      const within: Scope = { tables: [], outer: scope.outer, environment }
      const rules = {
        diagnostics,
        origin,
        subquery: (inner: SelectQueryNode, outer: Scope) =>
          lowering.subquery(inner, outer, origin, expression.name.columns ? 'expression' : 'table'),
      }
      return { ...expression, expression: resolveReferences(expression.expression, within, rules) }
    }),
  }
}

/** A key that its rows do not have was reported at the aggregate. */
const hasKey = ({ of, by }: AggregateDeclaration, outputsOf: OutputsOf): boolean => {
  const known = of && outputsOf(of)
  return by.length > 0 && (!known || by.every((key) => known.some(({ name }) => name === key)))
}

function reportUnkeyed(
  alias: string,
  by: readonly string[],
  origin: Origin,
  { diagnostics }: Lowering,
): void {
  diagnostics.add(
    origin,
    'FS157',
    `aggregate "${alias}" is not joined with innerJoin on its whole key`,
    `Write innerJoin on ${by.map((key) => `"${alias}.${key}"`).join(' and ')}, each equal to an expression, and no other condition.`,
  )
}
