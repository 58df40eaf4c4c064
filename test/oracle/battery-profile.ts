import type { ImageRow } from '../../scripts/upstream/index.js'
import { max, min } from './aggregate.js'
import { v1 } from './image-predicates.js'
import type { BatteryProfile } from './rows.js'

/** Spec section 3, batt_img columns. A screenshot need not be done: the battery reader is another pipeline. */
export function batteryProfile(images: readonly ImageRow[]): BatteryProfile {
  const hits = images
    .filter((image) => v1(image) && image.battery_screenshot === true)
    .map((image) => image.battery_health_pct_img)
    .filter((percent) => percent !== null && percent >= 50 && percent <= 100)
  const lowest = min(hits)
  const highest = max(hits)
  return {
    batt_img_min: lowest,
    batt_img_max: highest,
    batt_img_spread: lowest === null || highest === null ? null : highest - lowest,
    batt_img_hits: hits.length,
  }
}
