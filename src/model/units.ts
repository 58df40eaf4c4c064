/** `1 day`, `3 days`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

/** `2026-11-25 10:27 UTC` of an ISO time. */
export const moment = (iso: string): string => `${minute(iso)} UTC`

/** The same for a table column whose heading says UTC. */
export const minute = (iso: string): string => iso.slice(0, 16).replace('T', ' ')

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A length of time in a suitable unit: `40 s`, `12 min`, `23 h`, `9 d`. */
export function span(seconds: number): string {
  const length = Math.abs(seconds)
  if (length < 2 * MINUTE) return `${Math.round(length)} s`
  if (length < 2 * HOUR) return `${Math.round(length / MINUTE)} min`
  return length < 2 * DAY ? `${Math.round(length / HOUR)} h` : `${Math.round(length / DAY)} d`
}

/** How long something took: `8 ms`, `2.0 s`, `75 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  return milliseconds < 60_000
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.round(milliseconds / 1000)} s`
}
