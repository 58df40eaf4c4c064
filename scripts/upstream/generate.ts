import { createCalendar } from './calendar.js'
import { createDraw } from './draw.js'
import { hostileGroups } from './hostile.js'
import { MAX_LISTINGS } from './limits.js'
import { realisticGroups } from './realistic.js'
import type { UpstreamGroup } from './rows.js'

export type UpstreamMode = 'realistic' | 'hostile'

export interface UpstreamOptions {
  /** Any safe integer. The same options yield the same rows in the same order. */
  readonly seed: number
  /** How many listings; orphaned images are added to them. */
  readonly listings: number
  readonly mode: UpstreamMode
  /** UTC days over which edited_date is spread, ending at `LAST_DAY`. 365 unless given. */
  readonly days?: number
}

/**
 * Upstream rows, one listing with its images at a time. Nothing is retained, so memory does not grow with `listings`.
 *
 * Keys are unique per table. A listing_id alone is not: it is reused in other generations.
 *
 * @throws RangeError when an option is not a whole number in its range.
 */
export function generateUpstream(options: UpstreamOptions): Generator<UpstreamGroup, void, undefined> {
  const { seed, listings, mode, days = 365 } = options
  requireInteger('seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
  requireInteger('listings', listings, 0, MAX_LISTINGS)
  requireInteger('days', days, 1, 3650)
  const groups = mode === 'realistic' ? realisticGroups : hostileGroups
  return groups(createDraw(seed), createCalendar(days), listings)
}

function requireInteger(name: string, value: number, low: number, high: number): void {
  if (Number.isSafeInteger(value) && value >= low && value <= high) return
  throw new RangeError(`${name} must be a whole number from ${low} to ${high}, not ${value}`)
}
