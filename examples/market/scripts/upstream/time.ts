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
 * Moves some moments to where others are too: to the start of their month, at which registers are imported, to a multiple
 * of six hours, at which days, weeks and windows begin and end, or to a minute, at which the crawler stores a batch.
 *
 * @param monthly share of moments that are moved to the start of their month.
 */
export function onGrid(draw: Draw, ms: number, monthly = 0.06): number {
  // A second is where the windows of comparables end.
  if (draw.chance(monthly)) return monthStart(ms) + (draw.chance(0.15) ? 1000 : 0)
  if (draw.chance(0.12)) return ms - (ms % (6 * HOUR))
  if (draw.chance(0.15)) return ms - (ms % 60_000)
  return ms
}

function monthStart(ms: number): number {
  const at = new Date(ms)
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth())
}
