import type { Expression, SqlBool } from 'kysely'
import { callSite } from './call-site.js'
import type { ColumnDeclaration } from './relation.js'

/** Value type of a column, for inference only. */
declare const valueType: unique symbol

/** A column of a layer: its definition and the sentence that says what it means. */
export interface Column<T> extends ColumnDeclaration {
  readonly [valueType]?: T
}

export type Columns = Readonly<Record<string, Column<unknown>>>

/** Kysely types every comparison `boolean | 0 | 1`, for databases without booleans; Postgres has them. */
type Plain<T> = SqlBool extends T ? boolean | Exclude<T, SqlBool> : T

/** Row type of a set of columns. */
export type ColumnRow<C extends Columns> = {
  [K in keyof C]: C[K] extends { readonly [valueType]?: infer T } ? Plain<Exclude<T, undefined>> : never
}

/**
 * A described column.
 *
 * @param comment One sentence; it becomes `COMMENT ON COLUMN` and the row type's JSDoc.
 * @param expression Any Kysely expression.
 * @example
 * base.columns((eb) => ({
 *   is_cheap: column('Whether the price is below 100.', eb('price', '<', 100)),
 * }))
 */
export function column<T>(comment: string, expression: Expression<T>): Column<T> {
  if (typeof comment !== 'string') throw new TypeError('column() takes a sentence first, then an expression')
  if (typeof expression?.toOperationNode !== 'function')
    throw new TypeError(`column(${JSON.stringify(comment)}, …) takes an expression second`)
  return { comment, node: expression.toOperationNode(), site: callSite(column) }
}

/** Checks the result of a callback, since plain JavaScript has no type check. */
export function madeColumns<C extends Columns>(made: C): C {
  if (typeof made !== 'object' || made === null)
    throw new TypeError('the callback does not return an object of columns')
  for (const [name, value] of Object.entries(made))
    if (typeof value !== 'object' || value === null || !('comment' in value) || !('node' in value))
      throw new TypeError(`column "${name}" is not made with column("A sentence.", …)`)
  return made
}
