import type { ColumnRef } from '../../model/analyzed-project.js'
import {
  type FromNode,
  integerConstant,
  outputsOf,
  type QueryNode,
  setOperation,
  type SetOperationNode,
  setReturningCalls,
} from '../../pgtree/index.js'
import {
  addAll,
  type Flow,
  type LineageScope,
  lineageScope,
  type LineageTracer,
  type Trace,
} from './lineage-scope.js'
import { traceSortGroups } from './trace-expression.js'

/** Traces a query's output columns and its set of rows. */
export const traceQuery = (query: QueryNode, outer: LineageScope | null, tracer: LineageTracer): Trace => {
  const scope = lineageScope(query, outer)
  const rows = new Set<ColumnRef>()
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
    const flow = new Set<ColumnRef>()
    if (expr !== null) tracer.expression(expr, scope, flow)
    return flow
  })

const traceFrom = (
  item: FromNode | null,
  scope: LineageScope,
  rows: Set<ColumnRef>,
  tracer: LineageTracer,
): void => {
  switch (item?.kind) {
    case 'RANGETBLREF':
      addAll(rows, tracer.entry(scope, item.rtindex).rows)
      return
    case 'FROMEXPR':
      for (const one of item.fromlist) traceFrom(one, scope, rows, tracer)
      if (item.quals !== null) tracer.expression(item.quals, scope, rows)
      return
    case 'JOINEXPR':
      traceFrom(item.larg, scope, rows, tracer)
      traceFrom(item.rarg, scope, rows, tracer)
      if (item.quals !== null) tracer.expression(item.quals, scope, rows)
      return
    case 'UNKNOWN':
      tracer.expression(item, scope, rows)
  }
}

/** GROUP BY, HAVING, DISTINCT, LIMIT and set-returning calls in the select list. */
const traceChoice = (scope: LineageScope, rows: Set<ColumnRef>, tracer: LineageTracer): void => {
  const { query } = scope
  const { groupClause, havingQual, distinctClause, sortClause, limitCount, limitOffset } = query
  traceSortGroups(groupClause, scope, rows, tracer)
  traceSortGroups(distinctClause, scope, rows, tracer)
  for (const expr of [havingQual, limitCount, limitOffset]) {
    if (expr !== null) tracer.expression(expr, scope, rows)
  }
  // ORDER BY alone does not select rows. OFFSET 0 is an optimization fence and does not either.
  const isCut = limitCount !== null || (limitOffset !== null && integerConstant(limitOffset) !== 0n)
  if (isCut || distinctClause.length > 0) traceSortGroups(sortClause, scope, rows, tracer)
  if (query.hasTargetSRFs) for (const call of setReturningCalls(query)) tracer.expression(call, scope, rows)
}

/** Rows of every operand count. If duplicates are removed or operands compared, all columns decide the set of rows. */
const traceSet = (
  node: SetOperationNode,
  scope: LineageScope,
  rows: Set<ColumnRef>,
  tracer: LineageTracer,
): readonly Flow[] => {
  if (node.kind === 'RANGETBLREF') {
    const arm = tracer.entry(scope, node.rtindex)
    addAll(rows, arm.rows)
    return arm.columns
  }
  const left = node.larg === null ? [] : traceSet(node.larg, scope, rows, tracer)
  const right = node.rarg === null ? [] : traceSet(node.rarg, scope, rows, tracer)
  const columns = left.map((flow, at) => new Set([...flow, ...(right[at] ?? [])]))
  if (!(node.op === setOperation.union && node.all)) for (const column of columns) addAll(rows, column)
  return columns
}
