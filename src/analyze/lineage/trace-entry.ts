import {
  type AnyNode,
  cteOf,
  entryAt,
  type Node,
  type RangeTableEntry,
  rangeTableKind,
} from '../../pgtree/index.js'
import { CONDITION, type Flow, type OpenFlow, type Role, VALUE } from './flow.js'
import type { LineageScope, LineageTracer, Trace } from './lineage-scope.js'

const nothing: Trace = { columns: [], rows: new Map() }

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

const flowOf = (
  nodes: readonly (AnyNode | null)[],
  as: Role,
  scope: LineageScope,
  tracer: LineageTracer,
): Flow => {
  const flow: OpenFlow = new Map()
  for (const node of nodes) if (node !== null) tracer.expression(node, scope, flow, as)
  return flow
}

const rules: Readonly<Record<number, EntryRule>> = {
  [rangeTableKind.relation]: ({ tablesample }, scope, tracer) => ({
    columns: [],
    rows: flowOf([tablesample], CONDITION, scope, tracer),
  }),

  [rangeTableKind.subquery]: ({ subquery }, scope, tracer) =>
    subquery === null ? nothing : tracer.query(subquery, scope),

  // The arguments of a function in FROM decide both its values and the number of its rows.
  [rangeTableKind.function]: ({ functions, funcordinality }, scope, tracer) => {
    const columns = functions.flatMap(({ funcexpr, funccolcount }) => {
      const flow = flowOf([funcexpr], VALUE, scope, tracer)
      return Array.from({ length: funccolcount }, () => flow)
    })
    const rows = flowOf(functions, CONDITION, scope, tracer)
    return { columns: funcordinality ? [...columns, rows] : columns, rows }
  },

  [rangeTableKind.tableFunction]: ({ tablefunc }, scope, tracer) => {
    const values = flowOf([tablefunc], VALUE, scope, tracer)
    const rows = flowOf([tablefunc], CONDITION, scope, tracer)
    return { columns: (tablefunc?.colexprs ?? []).map(() => values), rows }
  },

  [rangeTableKind.values]: ({ values_lists: lists }, scope, tracer) => ({
    columns: (lists[0] ?? []).map((_, column) =>
      flowOf(
        lists.map((list) => list[column] ?? null),
        VALUE,
        scope,
        tracer,
      ),
    ),
    rows: new Map(),
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
  let found: Trace = { columns: ctequery.targetList.map(() => new Map()), rows: new Map() }
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

/** Grows with every column and role that is added. */
const sizeOf = ({ columns, rows }: Trace): number =>
  [...columns, rows].flatMap((flow) => [...flow.values()]).reduce((sum: number, role) => sum + role, 0)
