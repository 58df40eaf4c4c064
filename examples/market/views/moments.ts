import { onlyWhen } from 'fusion-store'
import { type Expression, sql } from 'kysely'

type Moment<T = Date> = Expression<T>

/** First moment of the UTC day, ISO week or month of a moment. */
export const startOf = (part: 'day' | 'week' | 'month', at: Moment): Expression<Date> =>
  sql`date_trunc(${sql.lit(part)}, ${at} at time zone 'UTC') at time zone 'UTC'`

/** Hours as an interval. Days would depend on the session's time zone. */
export const hours = (count: number): Expression<Date> => sql`${sql.lit(`${count} hours`)}::interval`

/** Whole hours from one moment to another, rounded down; negative when the second one is earlier. */
export const wholeHours = (from: Moment<Date | null>, to: Moment): Expression<number | null> =>
  whole(3600, from, to)

/** Whole days of 24 hours from one moment to another, rounded down. */
export const wholeDays = (from: Moment<Date | null>, to: Moment): Expression<number | null> =>
  whole(86_400, from, to)

/** NULL where a moment is unknown or infinite: a difference with infinity is an error. */
const whole = (seconds: number, from: Moment<Date | null>, to: Moment): Expression<number | null> =>
  onlyWhen(
    sql<boolean | null>`isfinite(${from}) and isfinite(${to})`,
    sql<number>`floor(extract(epoch from ${to} - ${from}) / ${sql.lit(seconds)})::integer`,
  )
