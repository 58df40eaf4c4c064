import { type AliasableExpression, type Expression, sql } from 'kysely'
import { binary, call, caseWhen, cast } from '../idioms/expression.js'
import { allOf } from '../idioms/logic.js'
import { intervalOf } from './duration.js'

const MINUTE = 60
const DAY = 24 * 60 * MINUTE
const MICROSECOND = sql<never>`'1 microsecond'::interval`

/** Minutes of a day whose clocks are put back by three hours. */
const LONGEST_DAY = 27 * 60

/**
 * The calendar day of a time in a time zone, a `date`. The days of certifications are those of `'UTC'`.
 *
 * @param at a `timestamptz`; a `timestamp` or a `date` would be read in the session's time zone.
 * @param zone name in the IANA database: `'UTC'`, `'Europe/Oslo'`. There is no default, and the session's is not used.
 */
export const dayOf = <T extends Date | null>(at: Expression<T>, zone: string): AliasableExpression<T> =>
  cast(localTime(at, zone, 'dayOf'), 'date')

/**
 * The first instant after a time that no longer belongs to its calendar day, a `timestamptz`: compare with `<`. Where
 * clocks are put back over midnight a day has two parts, and it is the end of the part that the time is in.
 *
 * @param at a `timestamptz`.
 * @param zone as of {@link dayOf}. Its clocks are put forward or back at a full minute, as all are since 1972.
 */
export function endOfDay<T extends Date | null>(at: Expression<T>, zone: string): AliasableExpression<T> {
  const local = localTime(at, zone, 'endOfDay')
  const midnight = binary<unknown>(call<unknown>('date_trunc', 'day', local), '+', intervalOf(DAY))
  if (zone === 'UTC') return call<T>('timezone', zone, midnight)
  // In UTC, because the session's zone has a say where an interval is added to a timestamptz.
  const utc = call<unknown>('timezone', 'UTC', at)
  const straight = binary<unknown>(utc, '+', binary(midnight, '-', local))
  const instant = (time: Expression<unknown>) => call<T>('timezone', 'UTC', time)
  const localAt = (time: Expression<unknown>) => call<unknown>('timezone', zone, instant(time))
  // Clocks stay as they are until then, and then it is another day.
  const isStraight = allOf(
    binary(localAt(binary(straight, '-', MICROSECOND)), '=', binary(midnight, '-', MICROSECOND)),
    binary(localAt(straight), '>=', midnight),
  )
  const minute = call<unknown>('date_trunc', 'minute', utc)
  const later = binary<unknown>(minute, '+', sql`"a minute of endOfDay" * ${intervalOf(MINUTE)}`)
  const isOtherDay = binary(cast(localAt(later), 'date'), '<>', cast(local, 'date'))
  const searched = sql<T>`(SELECT min(${instant(later)})
    FROM generate_series(1, ${sql.lit(LONGEST_DAY)}) AS minutes ("a minute of endOfDay") WHERE ${isOtherDay})`
  return caseWhen<T>([[isStraight, instant(straight)]], call<T>('coalesce', searched, instant(straight)))
}

function localTime(at: Expression<unknown>, zone: string, caller: string): AliasableExpression<unknown> {
  if (!isZone(zone)) {
    throw new TypeError(
      `${caller}() takes a time zone second, a name such as 'UTC' or 'Europe/Oslo', got ${JSON.stringify(zone)}`,
    )
  }
  return call('timezone', zone, at)
}

/** An offset is not accepted: Postgres reads `+01:00` as an hour west of Greenwich. */
function isZone(zone: unknown): boolean {
  if (typeof zone !== 'string' || !/^[a-z]/i.test(zone)) return false
  try {
    // It throws for a zone that is not in the database.
    new Intl.DateTimeFormat('en', { timeZone: zone }).format(0)
    return true
  } catch {
    return false
  }
}
