import type { AliasableExpression, Expression } from 'kysely'
import { sql } from 'kysely'

/** Nine values, or NULL where there is none to part. */
export type Cuts = Expression<(number | null)[] | null>

/** The values that part the known ones of a group into ten: each is one of them. */
export const cutsOf = (value: Expression<number | null>): AliasableExpression<(number | null)[] | null> =>
  sql`percentile_disc(array[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) within group (order by ${value})`

/** In which of ten parts a value is, 1 to 10; NULL when it or the cuts are. */
export const decile = (value: Expression<number | null>, cuts: Cuts): AliasableExpression<number | null> =>
  sql`1 + width_bucket(${value}, ${cuts})`
