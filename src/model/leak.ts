import type { LeakKind } from './determinism-rules.js'

/** Something in a view's query that makes its answer depend on when, where or by whom it is run. */
export interface Leak {
  readonly kind: LeakKind
  /** As a person would write it: `now()`, `CURRENT_DATE`, `text::date`, `TABLESAMPLE of shop.t`. */
  readonly what: string
  /**
   * The function whose body contains it or cannot be read, as `schema.name(argument types)`, the name under which it
   * can be vouched for.
   */
  readonly callee?: string
  /**
   * Name of the innermost select list entry around it, in the view itself or in a query inside it; null outside of any,
   * as in the WHERE of the view.
   */
  readonly column: string | null
  /**
   * Names of the subqueries and CTEs around it, the outermost first; absent in the view's own query, in its subqueries that
   * are expressions, and in the arms of a set operation.
   */
  readonly within?: readonly string[]
  /** Byte offset in the view's SELECT; absent where it is unknown, as in a tree that Postgres has stored. */
  readonly location?: number
  /** Set when `location` is that of the query that reads it, because items in FROM have no location of their own. */
  readonly isInFrom?: true
}
