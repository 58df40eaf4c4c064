import type { AliasableExpression, Expression } from 'kysely'
import { binary, call, caseWhen, cast, type Condition } from '../idioms/expression.js'
import { intervalOf } from './duration.js'

const HOUR = 3600
const DAY = 24 * HOUR

/**
 * The calendar day of a time in a time zone, a `date`. The days of certifications are those of `'UTC'`.
 *
 * @param at a `timestamptz`; a `timestamp` or a `date` would be read in the session's time zone.
 * @param zone name in the IANA database: `'UTC'`, `'Europe/Oslo'`. There is no default, and the session's is not used.
 */
export const dayOf = <T extends Date | null>(at: Expression<T>, zone: string): AliasableExpression<T> =>
  cast(localTime(at, zone, 'dayOf'), 'date')

/**
 * The first instant that no longer belongs to the calendar day of a time, a `timestamptz`: compare with `<`. In a time
 * zone whose clocks are put forward or back at midnight the day ends where the next one begins.
 *
 * @param at a `timestamptz`.
 * @param zone as of {@link dayOf}.
 */
export function endOfDay<T extends Date | null>(at: Expression<T>, zone: string): AliasableExpression<T> {
  const day = call<unknown>('date_trunc', 'day', localTime(at, zone, 'endOfDay'))
  const midnight = binary<unknown>(day, '+', intervalOf(DAY))
  const end = call<T>('timezone', zone, midnight)
  if (zone === 'UTC') return end
  // When clocks are put back from 1:00 to 0:00 there are two midnights, of which Postgres takes the second.
  const hourBefore = binary<T>(end, '-', intervalOf(HOUR))
  const isTwice: Condition = binary(call('timezone', zone, hourBefore), '>=', midnight)
  return caseWhen<T>([[isTwice, hourBefore]], end)
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
