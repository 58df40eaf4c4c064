import type { ColumnRef } from '../../model/analyzed-project.js'
import { type AnyNode, type Node, rangeTableKind, scopeUp, visitChildren } from '../../pgtree/index.js'
import { addAll, type LineageScope, type LineageTracer } from './lineage-scope.js'

/**
 * Adds every column whose value an expression's value depends on: the conditions of a CASE and the filter of an
 * aggregate count as much as what is chosen or summed.
 */
export const traceExpression = (
  node: AnyNode,
  scope: LineageScope,
  into: Set<ColumnRef>,
  tracer: LineageTracer,
): void => {
  switch (node.kind) {
    case 'VAR':
      traceColumn(node, scope, into, tracer)
      return
    case 'QUERY': {
      // A subquery in an expression: which rows it has decides the value as much as what is in them.
      const { columns, rows } = tracer.query(node, scope)
      for (const column of columns) addAll(into, column)
      addAll(into, rows)
      return
    }
    case 'AGGREF':
      visitChildren(node, (child) => tracer.expression(child, scope, into))
      addAll(into, scopeUp(scope, node.agglevelsup)?.aggregated ?? [])
      return
    case 'WINDOWFUNC':
      visitChildren(node, (child) => tracer.expression(child, scope, into))
      traceWindow(node, scope, into, tracer)
      return
    default:
      visitChildren(node, (child) => tracer.expression(child, scope, into))
  }
}

const traceColumn = (
  node: Node<'VAR'>,
  from: LineageScope,
  into: Set<ColumnRef>,
  tracer: LineageTracer,
): void => {
  const scope = scopeUp(from, node.varlevelsup)
  const entry = scope?.query.rtable[node.varno - 1]
  if (scope === null || entry === undefined) return
  const { varattno: attno } = node
  if (entry.rtekind === rangeTableKind.relation) {
    const columns = tracer.columnsOf(entry.relid)
    // A system column has a negative number and no lineage.
    if (attno >= 0) addAll(into, attno === 0 ? columns : columns.slice(attno - 1, attno))
    return
  }
  const named = entry.rtekind === rangeTableKind.join ? entry.joinaliasvars : entry.groupexprs
  if (named.length > 0) {
    const exprs = attno === 0 ? named : named.slice(attno - 1, attno)
    for (const expr of exprs) tracer.expression(expr, scope, into)
    return
  }
  const { columns } = tracer.entry(scope, node.varno)
  for (const column of attno === 0 ? columns : columns.slice(attno - 1, attno)) addAll(into, column)
}

const traceWindow = (
  { winref }: Node<'WINDOWFUNC'>,
  scope: LineageScope,
  into: Set<ColumnRef>,
  tracer: LineageTracer,
): void => {
  const window = scope.query.windowClause.find((one) => one.winref === winref)
  if (window === undefined) return
  traceSortGroups([...window.partitionClause, ...window.orderClause], scope, into, tracer)
  for (const offset of [window.startOffset, window.endOffset]) {
    if (offset !== null) tracer.expression(offset, scope, into)
  }
}

/** What GROUP BY, ORDER BY and their like name is in the target list, given out or not. */
export const traceSortGroups = (
  clauses: readonly Node<'SORTGROUPCLAUSE'>[],
  scope: LineageScope,
  into: Set<ColumnRef>,
  tracer: LineageTracer,
): void => {
  const wanted = new Set(clauses.map((clause) => clause.tleSortGroupRef))
  if (wanted.size === 0) return
  for (const { ressortgroupref, expr } of scope.query.targetList) {
    if (wanted.has(ressortgroupref) && expr !== null) tracer.expression(expr, scope, into)
  }
}
