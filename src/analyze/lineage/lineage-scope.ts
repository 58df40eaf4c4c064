import type { ColumnRef } from '../../model/analyzed-project.js'
import { type AnyNode, isOneGroup, type Node, type QueryLevel, type QueryNode } from '../../pgtree/index.js'

/** Columns of relations; there is one object for each, so the same column is in a set once. */
export type Flow = ReadonlySet<ColumnRef>

/** Where a query's output columns, and its choice of rows, come from. */
export interface Trace {
  readonly columns: readonly Flow[]
  readonly rows: Flow
}

/** One query on the way down, with what was traced of its range table so far. */
export interface LineageScope extends QueryLevel<LineageScope> {
  /** By range table index. */
  readonly entries: Map<number, Trace>
  readonly ctes: Map<Node<'COMMONTABLEEXPR'>, Trace>
  /**
   * Of a query that aggregates all its rows into one: what decides which rows those are. It does not decide what rows
   * come out, but what every aggregate's value is. Null for all other queries.
   */
  readonly aggregated: Set<ColumnRef> | null
}

/** A query of which nothing is traced yet. */
export const lineageScope = (query: QueryNode, outer: LineageScope | null): LineageScope => ({
  query,
  outer,
  entries: new Map(),
  ctes: new Map(),
  aggregated: isOneGroup(query) ? new Set() : null,
})

/** What the parts of the tracing ask of each other. */
export interface LineageTracer {
  query(query: QueryNode, outer: LineageScope | null): Trace
  entry(scope: LineageScope, index: number): Trace
  /** Adds what flows into an expression. */
  expression(node: AnyNode, scope: LineageScope, into: Set<ColumnRef>): void
  /** A relation's columns in order. */
  columnsOf(oid: number): readonly ColumnRef[]
}

/** Adds some columns to a flow. */
export const addAll = (flow: Set<ColumnRef>, more: Iterable<ColumnRef>): void => {
  for (const one of more) flow.add(one)
}
