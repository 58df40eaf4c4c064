import type { Node, QueryLevel, QueryNode } from '../../pgtree/index.js'
import type { JoinSide } from '../nullability/facts.js'
import { type JoinTree, readJoinTree } from '../nullability/join-sides.js'
import type { Term, ValueKind } from './terms.js'

/** Where rows are spoken of: what is TRUE of each, and what must be TRUE for the row to be there at all. */
export interface Place {
  readonly axioms: Term[]
  readonly guard: readonly Term[]
}

/**
 * One row of a query's FROM, together with the rows of the queries around it. A query that is read twice has two
 * instances, since it gives another row to each reader.
 */
export interface Instance extends QueryLevel<Instance> {
  readonly id: number
  readonly place: Place
  readonly tree: JoinTree
  /** Whether a side of an outer join is present in the row. */
  readonly present: Map<JoinSide, Term>
  /** Columns of the entries of its range table that are queries of their own. */
  readonly queries: Map<number, readonly Term[]>
  /** Entries that are views of which all that is proven is supposed here. */
  readonly supposed: Set<number>
  /** The rows that the aggregates of the query are computed over; null without aggregates. */
  group: Group | null
}

/** The aggregates over the rows of a group. */
export interface Group {
  /** Any row of the group. */
  readonly row: Instance
  /** Whether there surely is a row. */
  readonly hasRow: boolean
  /** What must be TRUE for the group to be there at all. */
  readonly guard: readonly Term[]
  /** Numbers of rows for which a condition is TRUE, by condition. */
  readonly counts: Map<Term, Term>
  /** Aggregates that give one of the values of an argument, over the rows for which a condition is TRUE. */
  readonly extremes: {
    readonly kind: 'min' | 'max'
    readonly value: Term
    readonly argument: Term
    readonly condition: Term
  }[]
}

/** A row of a query that is read from another. */
export const newInstance = (
  id: number,
  query: QueryNode,
  outer: Instance | null,
  place: Place,
): Instance => ({
  id,
  query,
  outer,
  place,
  tree: readJoinTree(query, id),
  present: new Map(),
  queries: new Map(),
  supposed: new Set(),
  group: null,
})

/** What expressions ask of the queries that they stand in and contain. */
export interface Queries {
  /** The output columns of a query that is read from `outer`. */
  outputs(query: QueryNode, outer: Instance | null, place: Place): readonly Term[]
  /** A column of a query, as a row of it has it. */
  column(node: Node<'VAR'>, from: Instance, type: ValueKind): Term
}

/** Where an expression stands. */
export interface Position {
  readonly instance: Instance
  /** What CASETESTEXPR stands for. */
  readonly operand: Term | null
}
