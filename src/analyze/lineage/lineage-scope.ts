import type { ColumnRef } from '../../model/analyzed-project.js'
import { type AnyNode, isOneGroup, type Node, type QueryLevel, type QueryNode } from '../../pgtree/index.js'

/** Columns of relations. There is one object for each column, so a set has no duplicates. */
export type Flow = ReadonlySet<ColumnRef>

/** The origin of a query's output columns and of its set of rows. */
export interface Trace {
  readonly columns: readonly Flow[]
  readonly rows: Flow
}

/** A query with the entries of its range table that were traced so far. */
export interface LineageScope extends QueryLevel<LineageScope> {
  /** By range table index. */
  readonly entries: Map<number, Trace>
  readonly ctes: Map<Node<'COMMONTABLEEXPR'>, Trace>
  /**
   * For a query that aggregates all its rows into one: what decides the set of aggregated rows. It affects the value of
   * every aggregate, but not the set of output rows. Null for all other queries.
   */
  readonly aggregated: Set<ColumnRef> | null
}

/** Scope of a query before tracing. */
export const lineageScope = (query: QueryNode, outer: LineageScope | null): LineageScope => ({
  query,
  outer,
  entries: new Map(),
  ctes: new Map(),
  aggregated: isOneGroup(query) ? new Set() : null,
})

/** Functions shared by the parts of the tracing. */
export interface LineageTracer {
  query(query: QueryNode, outer: LineageScope | null): Trace
  entry(scope: LineageScope, index: number): Trace
  /** Adds the columns that an expression depends on. */
  expression(node: AnyNode, scope: LineageScope, into: Set<ColumnRef>): void
  /** A relation's columns in order. */
  columnsOf(oid: number): readonly ColumnRef[]
}

/** Adds some columns to a flow. */
export const addAll = (flow: Set<ColumnRef>, more: Iterable<ColumnRef>): void => {
  for (const one of more) flow.add(one)
}
