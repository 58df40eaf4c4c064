import type { ColumnRef } from '../../model/analyzed-project.js'
import { type AnyNode, isOneGroup, type Node, type QueryLevel, type QueryNode } from '../../pgtree/index.js'
import type { Flow, OpenFlow, Role } from './flow.js'

/** The origin of a query's output columns and of its set of rows. */
export interface Trace {
  readonly columns: readonly Flow[]
  /** All as conditions. */
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
  readonly aggregated: OpenFlow | null
}

/** Scope of a query before tracing. */
export const lineageScope = (query: QueryNode, outer: LineageScope | null): LineageScope => ({
  query,
  outer,
  entries: new Map(),
  ctes: new Map(),
  aggregated: isOneGroup(query) ? new Map() : null,
})

/** Functions shared by the parts of the tracing. */
export interface LineageTracer {
  query(query: QueryNode, outer: LineageScope | null): Trace
  entry(scope: LineageScope, index: number): Trace
  /** Adds the columns that an expression depends on; the expression itself has the role `as`. */
  expression(node: AnyNode, scope: LineageScope, into: OpenFlow, as: Role): void
  /** A relation's columns in order. */
  columnsOf(oid: number): readonly ColumnRef[]
  /** What the body of a function reads, whatever its arguments are. */
  body(oid: number): Flow
}
