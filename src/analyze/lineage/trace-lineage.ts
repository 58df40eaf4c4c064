import type { ColumnRef } from '../../model/analyzed-project.js'
import { displayName } from '../../model/relation-name.js'
import type { QueryNode } from '../../pgtree/index.js'
import type { CatalogRelation, Catalogs } from '../../resolve/index.js'
import type { Flow, LineageTracer } from './lineage-scope.js'
import { traceEntry } from './trace-entry.js'
import { traceExpression } from './trace-expression.js'
import { traceQuery } from './trace-query.js'

/** The origin of the output of a view. */
export interface Lineage {
  /** For each output column the columns whose values flow into it, sorted. */
  readonly columns: readonly (readonly ColumnRef[])[]
  /** The columns that decide the set of rows, sorted. */
  readonly rows: readonly ColumnRef[]
}

/** Traces the output of a view's query to columns of the relations that it reads directly. */
export const traceLineage = (query: QueryNode, catalogs: Catalogs): Lineage => {
  const known = new Map<number, readonly ColumnRef[]>()
  const columnsOf = (oid: number): readonly ColumnRef[] => {
    const found = known.get(oid) ?? refsOf(catalogs.relations.get(oid))
    known.set(oid, found)
    return found
  }
  const tracer: LineageTracer = {
    query: (inner, outer) => traceQuery(inner, outer, tracer),
    entry: (scope, index) => traceEntry(scope, index, tracer),
    expression: (node, scope, into) => traceExpression(node, scope, into, tracer),
    columnsOf,
  }
  const { columns, rows } = tracer.query(query, null)
  return { columns: columns.map(sorted), rows: sorted(rows) }
}

const refsOf = (relation: CatalogRelation | undefined): readonly ColumnRef[] =>
  relation?.columns.map((column) => ({ relation: displayName(relation), column })) ?? []

const sorted = (flow: Flow): readonly ColumnRef[] =>
  flow.size < 2
    ? [...flow]
    : [...flow].toSorted((a, b) => compare(a.relation, b.relation) || compare(a.column, b.column))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
