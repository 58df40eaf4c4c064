import type { Draw } from '../../../scripts/upstream/draw.js'
import type { Phone } from '../../../scripts/upstream/realistic-phone.js'
import { drawNormal } from './normal.js'
import type { Offer } from './offer.js'

/** A sale after more days than this is slow. */
export const SLOW_AFTER_DAYS = 21

/** Median of a clean phone at the usual price, offered by a dealer. */
const MEDIAN_DAYS = 11
/** Added to the logarithm of the days for each severity: a broken phone takes e^1 = 2.7 times as long as a clean one. */
const BY_SEVERITY: Readonly<Record<Phone['severity'], number>> = { 0: 0, 1: 0.2, 2: 0.7, 3: 1 }
/** A price 10 percent above the usual one adds 15 percent to the days. */
const PRICE_ELASTICITY = 1.5
const PRIVATE_SELLER = 0.15
/** What nobody records: the place, the photos, luck. */
const NOISE = 0.8

/**
 * Days from listing to sale. They follow from the true condition of the phone, which buyers see when they come to look, and
 * not from what the pipelines have found out about it.
 */
export function daysOnMarket(draw: Draw, { severity }: Phone, { priceRatio, seller }: Offer): number {
  const mean =
    Math.log(MEDIAN_DAYS) +
    BY_SEVERITY[severity] +
    PRICE_ELASTICITY * Math.log(priceRatio) +
    (seller === 'private' ? PRIVATE_SELLER : 0)
  return Math.exp(mean + NOISE * drawNormal(draw))
}
