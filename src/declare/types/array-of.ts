import type { ColumnKind } from './column-kind.js'

/**
 * Arrays of another type, of any number of dimensions. The items can be NULL, which their type in a query leaves out,
 * as Kysely's `any` wants it; the nullability of a result is found by the analysis all the same.
 *
 * @example
 * columns: { colors: arrayOf(color)('Colors it comes in.'), sizes: nullable(arrayOf(integer)('Sizes.')) }
 */
export const arrayOf =
  <T>(items: ColumnKind<T>): ColumnKind<T[]> =>
  (comment) => {
    const { type, uses } = items(comment)
    return { type: `${type}[]`, nullable: false, comment, ...(uses && { uses }) }
  }
