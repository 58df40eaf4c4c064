import type { LeakKind } from './determinism-rules.js'

/** Something in a view's query that makes its answer depend on when, where or by whom it is run. */
export interface Leak {
  readonly kind: LeakKind
  /** As people would write it: `now()`, `CURRENT_DATE`, `text::date`, `TABLESAMPLE of shop.t`. */
  readonly what: string
  /** The function in whose body it is, or whose body cannot be read: `schema.name(argument types)`, by which it can be vouched for. */
  readonly callee?: string
  /**
   * Name of the innermost select list entry around it, be it of the view itself or of a query inside it; null when it
   * stands in none, as in the WHERE of the view.
   */
  readonly column: string | null
  /**
   * Names of the subqueries and CTEs around it, the outermost first; absent in the view's own query, in its subqueries that
   * are expressions, and in the arms of a set operation.
   */
  readonly within?: readonly string[]
  /**
   * Byte of the view's SELECT at which it stands; absent where that is not known, as in a tree that Postgres has stored.
   */
  readonly location?: number
  /** Set when `location` is that of the query that reads it, because things in FROM have none of their own. */
  readonly isInFrom?: true
}
