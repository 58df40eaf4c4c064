import type { AnalyzedRelation, Nullability } from '../../model/analyzed-project.js'
import type { Expression, ExpressionKind, Node, QueryLevel, QueryNode } from '../../pgtree/index.js'
import type { Catalogs } from '../../resolve/index.js'
import type { Facts, JoinSide } from './facts.js'

/** One query on the way from the view down to an expression, with what is known of its rows. */
export interface Scope extends QueryLevel<Scope> {
  readonly id: number
  /** Sides of outer joins by the range table index of the join. */
  readonly sides: ReadonlyMap<number, readonly JoinSide[]>
  /** What holds of every row that WHERE and the joins let through, before grouping. */
  inputFacts: Facts
  /** The same after HAVING: what holds of every row given out. */
  rowFacts: Facts
  /** Columns of range table entries that were asked for, by index. */
  readonly columns: Map<number, readonly Nullability[]>
  /** Columns of the query's own CTEs that were asked for; of a recursive one, what is assumed while it is being proved. */
  readonly ctes: Map<Node<'COMMONTABLEEXPR'>, readonly Nullability[]>
}

/** A place in a query at which an expression is looked at. */
export interface Point {
  readonly scope: Scope
  readonly facts: Facts
  /** What CASETESTEXPR stands for here. */
  readonly placeholder: Placeholder | null
  /** Columns of the subselect that the parameters of a sublink's test stand for. */
  readonly parameters: readonly Nullability[]
  /** False while a scope's first facts are gathered: the nullability of its columns rests on them and is not to be had. */
  readonly mayInfer: boolean
}

/** An operand written once and tested often, as in `CASE operand WHEN …`, or a value known not to be NULL. */
export type Placeholder =
  | { readonly kind: 'operand'; readonly expr: Expression; readonly outer: Placeholder | null }
  | { readonly kind: 'notNull' }

/** What a query gives out. */
export interface QueryVerdict {
  readonly columns: readonly Nullability[]
}

/** The pass as its rules see it: what it was given, and the questions that it answers. */
export interface Pass {
  readonly catalogs: Catalogs
  /** The relations read, by display name. */
  readonly dependencies: ReadonlyMap<string, AnalyzedRelation>
  infer(expr: Expression, point: Point): Nullability
  inferQuery(query: QueryNode, outer: Point | null): QueryVerdict
  /** A number that no other scope of this pass has. */
  nextScopeId(): number
}

/** The plain place in a scope where these facts hold. */
export const pointIn = (scope: Scope, facts: Facts): Point => ({
  scope,
  facts,
  placeholder: null,
  parameters: [],
  mayInfer: true,
})

/** How the nullability of one kind of expression follows from its parts. */
export type Rule<K extends ExpressionKind> = (node: Node<K>, point: Point, pass: Pass) => Nullability

/** A rule for each of some kinds. */
export type Rules<K extends ExpressionKind> = { readonly [P in K]: Rule<P> }
