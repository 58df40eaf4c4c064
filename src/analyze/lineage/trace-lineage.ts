import type { ColumnFlow, ColumnRef } from '../../model/analyzed-project.js'
import { displayName } from '../../model/relation-name.js'
import type { QueryNode } from '../../pgtree/index.js'
import type { CatalogRelation, Catalogs } from '../../resolve/index.js'
import { type Flow, type Role, roleNames } from './flow.js'
import type { LineageTracer } from './lineage-scope.js'
import { bodyTracer } from './trace-body.js'
import { traceEntry } from './trace-entry.js'
import { traceExpression } from './trace-expression.js'
import { traceQuery } from './trace-query.js'

/** The origin of the output of a view. */
export interface Lineage {
  /** For each output column the columns that flow into it, sorted. */
  readonly columns: readonly (readonly ColumnFlow[])[]
  /** The columns that decide the set of rows, sorted. */
  readonly rows: readonly ColumnRef[]
}

/**
 * Traces the output of a view's query to columns of the relations that it reads directly.
 *
 * @param through columns of the relations that are read by functions which the view calls, directly or not.
 */
export const traceLineage = (
  query: QueryNode,
  catalogs: Catalogs,
  through: readonly ColumnRef[] = [],
): Lineage => {
  // One object for each column.
  const refs = new Map(through.map((ref) => [keyOf(ref), ref]))
  const known = new Map<number, readonly ColumnRef[]>()
  const columnsOf = (oid: number): readonly ColumnRef[] => {
    const found =
      known.get(oid) ?? refsOf(catalogs.relations.get(oid)).map((ref) => refs.get(keyOf(ref)) ?? ref)
    known.set(oid, found)
    return found
  }
  const body = bodyTracer(catalogs, [...refs.values()])
  const tracer: LineageTracer = {
    query: (inner, outer) => traceQuery(inner, outer, tracer),
    entry: (scope, index) => traceEntry(scope, index, tracer),
    expression: (node, scope, into, as) => traceExpression(node, scope, into, as, tracer),
    columnsOf,
    body: (oid) => body(oid, tracer),
  }
  const { columns, rows } = tracer.query(query, null)
  return { columns: columns.map((flow) => sorted(flow).map(flowing)), rows: sorted(rows).map(([ref]) => ref) }
}

const keyOf = ({ relation, column }: ColumnRef): string => `${relation}\n${column}`

const refsOf = (relation: CatalogRelation | undefined): readonly ColumnRef[] =>
  relation?.columns.map((column) => ({ relation: displayName(relation), column })) ?? []

const flowing = ([ref, role]: readonly [ColumnRef, Role]): ColumnFlow => {
  const name = roleNames[role]
  return name === 'value' ? ref : { ...ref, role: name }
}

const sorted = (flow: Flow): readonly (readonly [ColumnRef, Role])[] =>
  flow.size < 2
    ? [...flow]
    : [...flow].toSorted(([a], [b]) => compare(a.relation, b.relation) || compare(a.column, b.column))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
