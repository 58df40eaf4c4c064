import type { ColumnRef } from '../../model/analysed-project.js'
import { displayName } from '../../model/relation-name.js'
import type { Catalogs, QueryNode } from '../../resolve/index.js'
import type { Flow, LineageTracer } from './lineage-scope.js'
import { traceEntry } from './trace-entry.js'
import { traceExpression } from './trace-expression.js'
import { traceQuery } from './trace-query.js'

export interface Lineage {
  /** For each output column the columns whose values flow into it, sorted. */
  readonly columns: readonly (readonly ColumnRef[])[]
  /** The columns that decide which rows there are, sorted. */
  readonly rows: readonly ColumnRef[]
}

/** Traces the output of a view's query to columns of the relations that it reads directly. */
export const traceLineage = (query: QueryNode, catalogs: Catalogs): Lineage => {
  const tracer: LineageTracer = {
    query: (inner, outer) => traceQuery(inner, outer, tracer),
    entry: (scope, index) => traceEntry(scope, index, tracer),
    expression: (node, scope, into) => traceExpression(node, scope, into, tracer),
    relationColumns: (oid) => catalogs.relations.get(oid)?.columns.length ?? 0,
  }
  const { columns, rows } = tracer.query(query, null)
  return { columns: columns.map((flow) => toRefs(flow, catalogs)), rows: toRefs(rows, catalogs) }
}

const toRefs = (flow: Flow, catalogs: Catalogs): readonly ColumnRef[] =>
  [...flow]
    .flatMap((key) => {
      const [oid, attribute] = key.split('.').map(Number)
      const relation = catalogs.relations.get(oid ?? 0)
      const column = relation?.columns[(attribute ?? 0) - 1]
      return relation === undefined || column === undefined ? [] : { relation: displayName(relation), column }
    })
    .toSorted((a, b) => compare(a.relation, b.relation) || compare(a.column, b.column))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
