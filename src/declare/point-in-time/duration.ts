import { type ColumnDataType, type Expression, ValueNode } from 'kysely'
import { binary, cast, wrap } from '../idioms/expression.js'

type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week'

/**
 * A length of time: `'90 minutes'`, `'24 hours'`, `'30 days'`. A day is 24 hours and a week is 168 hours, in every time
 * zone. Months and years have no fixed length and are not durations.
 */
export type Duration = `${number} ${Unit}` | `${number} ${Unit}s`

const SECONDS: Readonly<Record<Unit, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
}

/** 100,000 days. A longer duration is most likely a mistake. */
const LONGEST = 100_000 * SECONDS.day

/** Its length in seconds; undefined when it is not a duration of a whole number of units. */
export function secondsOf(duration: unknown): number | undefined {
  const written = typeof duration === 'string' ? duration : ''
  const [, count, unit] = /^(\d+) (second|minute|hour|day|week)s?$/.exec(written) ?? []
  const seconds = Number(count) * SECONDS[unit as Unit]
  return seconds <= LONGEST ? seconds : undefined
}

/** As SQL writes it: without days and months, because adding those to a time follows the session's time zone. */
export function intervalText(seconds: number): string {
  if (seconds % SECONDS.hour === 0) return `${seconds / SECONDS.hour} hours`
  return seconds % SECONDS.minute === 0 ? `${seconds / SECONDS.minute} minutes` : `${seconds} seconds`
}

export const intervalOf = (seconds: number): Expression<never> =>
  cast(wrap(ValueNode.create(intervalText(seconds))), 'interval' as ColumnDataType)

/** The time moved by some seconds, back when they are negative; the time itself for 0. */
export const shifted = (time: Expression<unknown>, seconds: number): Expression<unknown> =>
  seconds === 0 ? time : binary(time, seconds < 0 ? '-' : '+', intervalOf(Math.abs(seconds)))
