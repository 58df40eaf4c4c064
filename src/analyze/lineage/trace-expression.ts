import type { ColumnRef } from '../../model/analyzed-project.js'
import {
  aliasesOf,
  type AnyNode,
  entryOf,
  type Node,
  picked,
  rangeTableKind,
  scopeUp,
  targetsOf,
  visitChildren,
  windowOf,
} from '../../pgtree/index.js'
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
      // The value of a subquery depends on its set of rows as well as on their values.
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
  const found = entryOf(node, from)
  if (found === null) return
  const { entry, home } = found
  const { varattno: attno } = node
  if (entry.rtekind === rangeTableKind.relation) {
    addAll(into, picked(tracer.columnsOf(entry.relid), attno))
    return
  }
  const aliases = aliasesOf(entry)
  if (aliases !== null) {
    for (const expr of picked(aliases, attno)) tracer.expression(expr, home, into)
    return
  }
  for (const column of picked(tracer.entry(home, node.varno).columns, attno)) addAll(into, column)
}

const traceWindow = (
  node: Node<'WINDOWFUNC'>,
  scope: LineageScope,
  into: Set<ColumnRef>,
  tracer: LineageTracer,
): void => {
  const window = windowOf(node, scope.query)
  if (window === undefined) return
  traceSortGroups([...window.partitionClause, ...window.orderClause], scope, into, tracer)
  for (const offset of [window.startOffset, window.endOffset]) {
    if (offset !== null) tracer.expression(offset, scope, into)
  }
}

/** Traces GROUP BY, ORDER BY and similar clauses. Their expressions are in the target list, possibly as hidden entries. */
export const traceSortGroups = (
  clauses: readonly Node<'SORTGROUPCLAUSE'>[],
  scope: LineageScope,
  into: Set<ColumnRef>,
  tracer: LineageTracer,
): void => {
  for (const { expr } of targetsOf(clauses, scope.query.targetList)) {
    if (expr !== null) tracer.expression(expr, scope, into)
  }
}
