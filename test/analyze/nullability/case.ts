/**
 * A view over the tables of `tables.ts` and what is to be found out about it: each output column with `!` when it is
 * never NULL and `?` when it can be.
 */
export interface NullabilityCase {
  readonly sql: string
  readonly expected: string
}

export const check = (expected: string, sql: string): NullabilityCase => ({ sql, expected })
