import type { Draw } from '../../../scripts/upstream/draw.js'
import type { Phone } from '../../../scripts/upstream/realistic-phone.js'
import { drawNormal } from './normal.js'

/** What the listing itself says, which is always known. */
export interface Offer {
  readonly seller: 'private' | 'dealer'
  /** Asking price by the usual price of the model. */
  readonly priceRatio: number
}

const PRIVATE_SHARE = 0.7
/** Sellers take something off for damage, but less than buyers would. */
const DISCOUNT_PER_SEVERITY = 0.05
const PRICE_SPREAD = 0.12

/** The seller says nothing of the condition; the price says a little. */
export function drawOffer(draw: Draw, { severity }: Phone): Offer {
  const seller = draw.chance(PRIVATE_SHARE) ? 'private' : 'dealer'
  const logarithm = PRICE_SPREAD * drawNormal(draw) - DISCOUNT_PER_SEVERITY * severity
  return { seller, priceRatio: Math.exp(logarithm) }
}
