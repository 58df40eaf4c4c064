/** Moments are whole microseconds since 1970, which a double holds exactly; infinite ones are ±Infinity. */
export type Micros = number

export const SECOND = 1_000_000
export const HOUR = 3_600_000_000
export const DAY = 24 * HOUR
export const WEEK = 7 * DAY

/** 1970 began on a Thursday; ISO weeks begin on Mondays. */
const FIRST_MONDAY = 4 * DAY

export function micros(text: string): Micros {
  if (text === 'infinity') return Infinity
  if (text === '-infinity') return -Infinity
  const [, seconds = '', fraction = ''] = /^(.*?)(?:\.(\d{1,6}))?Z$/.exec(text) ?? []
  return Date.parse(`${seconds}Z`) * 1000 + Number(fraction.padEnd(6, '0'))
}

export const dayEnd = (at: Micros): Micros => (Math.floor(at / DAY) + 1) * DAY
export const weekStart = (at: Micros): Micros => Math.floor((at - FIRST_MONDAY) / WEEK) * WEEK + FIRST_MONDAY

export function monthStart(at: Micros): Micros {
  const date = new Date(at / 1000)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth()) * 1000
}

/** Whole units between two moments, rounded down; null where one is unknown or infinite. */
export const whole = (unit: number, from: Micros | null, to: Micros): number | null =>
  from === null || !Number.isFinite(from) || !Number.isFinite(to) ? null : Math.floor((to - from) / unit)
