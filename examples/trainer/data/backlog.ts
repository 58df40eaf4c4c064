import type { Draw } from '../../../scripts/upstream/draw.js'
import type { ImageRow } from '../../../scripts/upstream/index.js'
import type { Offer } from './offer.js'

/** Which pipelines have looked at a listing. */
export interface Looked {
  readonly text: boolean
  readonly images: boolean
}

/** Share of listings that no pipeline has reached yet. Dealers deliver their listings in a feed, which is read first. */
const IN_BACKLOG: Readonly<Record<Offer['seller'], number>> = { private: 0.3, dealer: 0.15 }
const TEXT_FAILED = 0.15
const IMAGES_FAILED = 0.2

/**
 * Whether a listing was looked at depends on the seller and on chance. It does not depend on the condition, so phones that
 * nobody looked at are as often damaged as all others.
 */
export function drawLooked(draw: Draw, { seller }: Offer): Looked {
  const isWaiting = draw.chance(IN_BACKLOG[seller])
  const text = !draw.chance(TEXT_FAILED)
  const images = !draw.chance(IMAGES_FAILED)
  return { text: text && !isWaiting, images: images && !isWaiting }
}

/** An image that was imported but not labeled yet. */
export const unlabeled = (image: ImageRow): ImageRow => ({
  ...image,
  damage_done: null,
  is_stock_photo: null,
  damage_on_protector_only: null,
  battery_screenshot: null,
  photo_quality_level: null,
  background_clean_level: null,
  visible_damage_level: null,
  battery_health_pct_img: null,
  damage_done_at: null,
})
