import {
  type FromNode,
  integerConstant,
  outputsOf,
  type QueryNode,
  setOperation,
  type SetOperationNode,
  setReturningCalls,
} from '../../pgtree/index.js'
import { addFlow, CONDITION, type Flow, type OpenFlow, VALUE } from './flow.js'
import { type LineageScope, lineageScope, type LineageTracer, type Trace } from './lineage-scope.js'
import { traceSortGroups } from './trace-expression.js'

/** Traces a query's output columns and its set of rows. */
export const traceQuery = (query: QueryNode, outer: LineageScope | null, tracer: LineageTracer): Trace => {
  const scope = lineageScope(query, outer)
  const rows: OpenFlow = new Map()
  traceFrom(query.jointree, scope, scope.aggregated ?? rows, tracer)
  const columns =
    query.setOperations === null
      ? traceTargets(scope, tracer)
      : traceSet(query.setOperations, scope, rows, tracer)
  traceChoice(scope, rows, tracer)
  return { columns, rows }
}

const traceTargets = (scope: LineageScope, tracer: LineageTracer): readonly Flow[] =>
  outputsOf(scope.query).map(({ expr }) => {
    const flow: OpenFlow = new Map()
    if (expr !== null) tracer.expression(expr, scope, flow, VALUE)
    return flow
  })

const traceFrom = (
  item: FromNode | null,
  scope: LineageScope,
  rows: OpenFlow,
  tracer: LineageTracer,
): void => {
  switch (item?.kind) {
    case 'RANGETBLREF':
      addFlow(rows, tracer.entry(scope, item.rtindex).rows, CONDITION)
      return
    case 'FROMEXPR':
      for (const one of item.fromlist) traceFrom(one, scope, rows, tracer)
      if (item.quals !== null) tracer.expression(item.quals, scope, rows, CONDITION)
      return
    case 'JOINEXPR':
      traceFrom(item.larg, scope, rows, tracer)
      traceFrom(item.rarg, scope, rows, tracer)
      if (item.quals !== null) tracer.expression(item.quals, scope, rows, CONDITION)
      return
    case 'UNKNOWN':
      tracer.expression(item, scope, rows, CONDITION)
  }
}

/** GROUP BY, HAVING, DISTINCT, LIMIT and set-returning calls in the select list. */
const traceChoice = (scope: LineageScope, rows: OpenFlow, tracer: LineageTracer): void => {
  const { query } = scope
  const { groupClause, havingQual, distinctClause, sortClause, limitCount, limitOffset } = query
  traceSortGroups(groupClause, scope, rows, tracer)
  traceSortGroups(distinctClause, scope, rows, tracer)
  for (const expr of [havingQual, limitCount, limitOffset]) {
    if (expr !== null) tracer.expression(expr, scope, rows, CONDITION)
  }
  // ORDER BY alone does not select rows. OFFSET 0 is an optimization fence and does not either.
  const isCut = limitCount !== null || (limitOffset !== null && integerConstant(limitOffset) !== 0n)
  // The query around it may aggregate or number the rows in their order.
  const isRead = scope.outer !== null
  if (isCut || isRead || distinctClause.length > 0) traceSortGroups(sortClause, scope, rows, tracer)
  if (query.hasTargetSRFs)
    for (const call of setReturningCalls(query)) tracer.expression(call, scope, rows, CONDITION)
}

/** Rows of every operand count. If duplicates are removed or operands compared, all columns decide the set of rows. */
const traceSet = (
  node: SetOperationNode,
  scope: LineageScope,
  rows: OpenFlow,
  tracer: LineageTracer,
): readonly Flow[] => {
  if (node.kind === 'RANGETBLREF') {
    const arm = tracer.entry(scope, node.rtindex)
    addFlow(rows, arm.rows, CONDITION)
    return arm.columns
  }
  const left = node.larg === null ? [] : traceSet(node.larg, scope, rows, tracer)
  const right = node.rarg === null ? [] : traceSet(node.rarg, scope, rows, tracer)
  // Rows of the right operand of EXCEPT only decide which rows of the left one remain.
  const rightRole = node.op === setOperation.except ? CONDITION : VALUE
  const columns = left.map((flow, at) => {
    const merged: OpenFlow = new Map(flow)
    addFlow(merged, right[at] ?? new Map(), rightRole)
    return merged
  })
  if (!(node.op === setOperation.union && node.all))
    for (const column of columns) addFlow(rows, column, CONDITION)
  return columns
}
