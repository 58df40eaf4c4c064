import {
  aliasesOf,
  type AnyNode,
  entryOf,
  type Node,
  picked,
  rangeTableKind,
  scopeUp,
  targetsOf,
  windowOf,
} from '../../pgtree/index.js'
import { addColumn, addFlow, CONDITION, type OpenFlow, type Role, within } from './flow.js'
import type { LineageScope, LineageTracer } from './lineage-scope.js'
import { visitRoles } from './visit-roles.js'

/**
 * Adds every column whose value an expression's value depends on, with its role: the conditions of a CASE and the filter
 * of an aggregate decide, what is chosen or summed flows in.
 */
export const traceExpression = (
  node: AnyNode,
  scope: LineageScope,
  into: OpenFlow,
  as: Role,
  tracer: LineageTracer,
): void => {
  switch (node.kind) {
    case 'VAR':
      traceColumn(node, scope, into, as, tracer)
      return
    case 'QUERY': {
      // The value of a subquery depends on its set of rows as well as on their values.
      const { columns, rows } = tracer.query(node, scope)
      for (const column of columns) addFlow(into, column, as)
      addFlow(into, rows, as)
      return
    }
    case 'AGGREF':
      addFlow(into, scopeUp(scope, node.agglevelsup)?.aggregated ?? new Map(), as)
      break
    case 'WINDOWFUNC':
      traceWindow(node, scope, into, tracer)
      break
    case 'FUNCEXPR':
      addFlow(into, tracer.body(node.funcid), as)
      break
    default:
  }
  visitRoles(node, (child, role) => tracer.expression(child, scope, into, within(as, role)))
}

const traceColumn = (
  node: Node<'VAR'>,
  from: LineageScope,
  into: OpenFlow,
  as: Role,
  tracer: LineageTracer,
): void => {
  const found = entryOf(node, from)
  if (found === null) return
  const { entry, home } = found
  const { varattno: attno } = node
  if (entry.rtekind === rangeTableKind.relation) {
    for (const column of picked(tracer.columnsOf(entry.relid), attno)) addColumn(into, column, as)
    return
  }
  const aliases = aliasesOf(entry)
  if (aliases !== null) {
    for (const expr of picked(aliases, attno)) tracer.expression(expr, home, into, as)
    return
  }
  for (const column of picked(tracer.entry(home, node.varno).columns, attno)) addFlow(into, column, as)
}

const traceWindow = (
  node: Node<'WINDOWFUNC'>,
  scope: LineageScope,
  into: OpenFlow,
  tracer: LineageTracer,
): void => {
  const window = windowOf(node, scope.query)
  if (window === undefined) return
  traceSortGroups([...window.partitionClause, ...window.orderClause], scope, into, tracer)
  for (const offset of [window.startOffset, window.endOffset]) {
    if (offset !== null) tracer.expression(offset, scope, into, CONDITION)
  }
}

/** Traces GROUP BY, ORDER BY and similar clauses. Their expressions are in the target list, possibly as hidden entries. */
export const traceSortGroups = (
  clauses: readonly Node<'SORTGROUPCLAUSE'>[],
  scope: LineageScope,
  into: OpenFlow,
  tracer: LineageTracer,
): void => {
  for (const { expr } of targetsOf(clauses, scope.query.targetList)) {
    if (expr !== null) tracer.expression(expr, scope, into, CONDITION)
  }
}
