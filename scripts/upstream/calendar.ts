import type { Draw } from './draw.js'

/** The newest UTC day of generated data. It is fixed, because with the clock the output would differ between runs. */
export const LAST_DAY = '2025-06-30'

/** Days that the pipelines may lag behind the newest edit. */
const LAG_DAYS = 60
const DAY_MS = 86_400_000

const pad = (n: number): string => String(n).padStart(2, '0')
const clock = Array.from({ length: 86_400 }, (_, second) => {
  const [h, m, s] = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60]
  return `T${pad(h)}:${pad(m)}:${pad(s)}.`
})
const milliseconds = Array.from({ length: 1000 }, (_, ms) => `${String(ms).padStart(3, '0')}Z`)

/** The UTC days that the data spans, and instants in them as text; formatting a Date per row would cost more. */
export interface Calendar {
  readonly days: number
  /** A moment of day `index` (0 is the oldest; indexes past the newest are the days after it, for late pipelines). */
  moment(draw: Draw, index: number): string
  /** The day's own text, `2025-06-30`. */
  day(index: number): string
}

export function createCalendar(days: number): Calendar {
  const first = Date.parse(LAST_DAY) - (days - 1) * DAY_MS
  const names = Array.from({ length: days + LAG_DAYS }, (_, i) =>
    new Date(first + i * DAY_MS).toISOString().slice(0, 10),
  )
  const day = (index: number): string => names[Math.min(index, names.length - 1)] as string
  return {
    days,
    day,
    moment: (draw, index) => day(index) + draw.pick(clock) + draw.pick(milliseconds),
  }
}
