import type { Draw } from '../../../../scripts/upstream/draw.js'

/** The newest UTC day of T0s. It is fixed, because with the clock the rows would differ between runs. */
export const LAST_DAY = '2025-06-30'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** Milliseconds at which the T0s end. */
export const END = Date.parse(LAST_DAY) + DAY

/**
 * A moment from milliseconds. Some are given a microsecond less or more, so that rows meet that only microseconds part.
 */
export function moment(draw: Draw, ms: number): string {
  const text = new Date(ms).toISOString()
  if (!draw.chance(0.02)) return text
  return draw.chance(0.5) ? `${text.slice(0, -1)}001Z` : `${new Date(ms - 1).toISOString().slice(0, -1)}999Z`
}

/**
 * Moves some moments to a grid: to a multiple of six hours, which is also where days, weeks and windows begin and end,
 * or to a minute, at which the crawler stores a batch.
 */
export function onGrid(draw: Draw, ms: number): number {
  if (draw.chance(0.15)) return ms - (ms % (6 * HOUR))
  if (draw.chance(0.15)) return ms - (ms % 60_000)
  return ms
}
