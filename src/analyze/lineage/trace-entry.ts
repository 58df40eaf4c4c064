import type { ColumnRef } from '../../model/analyzed-project.js'
import {
  type AnyNode,
  cteOf,
  entryAt,
  type Node,
  type RangeTableEntry,
  rangeTableKind,
} from '../../pgtree/index.js'
import type { Flow, LineageScope, LineageTracer, Trace } from './lineage-scope.js'

const nothing: Trace = { columns: [], rows: new Set() }

type EntryRule = (entry: RangeTableEntry, scope: LineageScope, tracer: LineageTracer) => Trace

/** Traces the columns and rows of a range table entry. Tables, joins and groups are read directly. */
export const traceEntry = (scope: LineageScope, index: number, tracer: LineageTracer): Trace => {
  const known = scope.entries.get(index)
  if (known !== undefined) return known
  const entry = entryAt(scope.query, index)
  const trace = entry === undefined ? nothing : (rules[entry.rtekind]?.(entry, scope, tracer) ?? nothing)
  scope.entries.set(index, trace)
  return trace
}

const flowOf = (nodes: readonly (AnyNode | null)[], scope: LineageScope, tracer: LineageTracer): Flow => {
  const flow = new Set<ColumnRef>()
  for (const node of nodes) if (node !== null) tracer.expression(node, scope, flow)
  return flow
}

const rules: Readonly<Record<number, EntryRule>> = {
  [rangeTableKind.relation]: ({ tablesample }, scope, tracer) => ({
    columns: [],
    rows: flowOf([tablesample], scope, tracer),
  }),

  [rangeTableKind.subquery]: ({ subquery }, scope, tracer) =>
    subquery === null ? nothing : tracer.query(subquery, scope),

  // The arguments of a function in FROM decide both its values and the number of its rows.
  [rangeTableKind.function]: ({ functions, funcordinality }, scope, tracer) => {
    const columns = functions.flatMap(({ funcexpr, funccolcount }) => {
      const flow = flowOf([funcexpr], scope, tracer)
      return Array.from({ length: funccolcount }, () => flow)
    })
    const rows = flowOf(functions, scope, tracer)
    return { columns: funcordinality ? [...columns, rows] : columns, rows }
  },

  [rangeTableKind.tableFunction]: ({ tablefunc }, scope, tracer) => {
    const rows = flowOf([tablefunc], scope, tracer)
    return { columns: (tablefunc?.colexprs ?? []).map(() => rows), rows }
  },

  [rangeTableKind.values]: ({ values_lists: lists }, scope, tracer) => ({
    columns: (lists[0] ?? []).map((_, column) =>
      flowOf(
        lists.map((list) => list[column] ?? null),
        scope,
        tracer,
      ),
    ),
    rows: new Set(),
  }),

  [rangeTableKind.cte]: (entry, scope, tracer) => {
    const found = cteOf(entry, scope)
    return found === null ? nothing : traceCte(found.cte, found.home, tracer)
  },
}

const traceCte = (cte: Node<'COMMONTABLEEXPR'>, home: LineageScope, tracer: LineageTracer): Trace => {
  const known = home.ctes.get(cte)
  if (known !== undefined) return known
  const { ctequery } = cte
  if (ctequery === null) return nothing
  // A recursive CTE reads itself, so tracing is repeated until nothing is added.
  let found: Trace = { columns: ctequery.targetList.map(() => new Set()), rows: new Set() }
  for (;;) {
    if (cte.cterecursive) home.ctes.set(cte, found)
    const next = tracer.query(ctequery, home)
    const isSettled = !cte.cterecursive || sizeOf(next) === sizeOf(found)
    found = next
    if (isSettled) break
  }
  home.ctes.set(cte, found)
  return found
}

const sizeOf = ({ columns, rows }: Trace): number =>
  columns.reduce((sum, column) => sum + column.size, rows.size)
