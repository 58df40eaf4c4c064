import type { Draw } from './draw.js'
import type { Key } from './hostile-keys.js'
import { ODD_INTEGERS } from './hostile-values.js'
import type { ImageRow } from './rows.js'
import { weighted } from './weighted.js'

const COUNTS = weighted([2, 3, 4, 4, 4, 3, 2, 1, 1, 1, 1].map((weight, n) => [n, weight] as const))
const FIRST_INDEXES = [0, 0, 1, -1, -7, -2147483648]
const LAST_INDEX = 2147483647

/** Which versions of one image have a row. Version 1 is the one that counts. */
const VERSIONS = weighted<readonly number[]>([
  [[1], 14],
  [[1, 2], 2],
  [[0, 1], 1],
  [[-1, 0, 1, 2], 1],
  [[2], 1],
  [[-2147483648, 1, 2147483647], 1],
])

const DONE = weighted<boolean | null>([
  [true, 8],
  [false, 1],
  [null, 1],
])
const FLAGS = weighted<boolean | null>([
  [false, 5],
  [true, 3],
  [null, 3],
])
const DONE_AT = [null, '2025-06-30T23:59:59.999999Z', 'infinity', '-infinity', '0044-03-15 12:00:00+00 BC']

export function hostileImages(draw: Draw, key: Key): ImageRow[] {
  const images: ImageRow[] = []
  // Whole listings without a trait, so that each count is often zero.
  const stockless = draw.chance(0.5)
  const lowQuality = draw.chance(0.2)
  const blind = draw.chance(0.1)
  let index = draw.pick(FIRST_INDEXES)
  for (let n = draw.pick(COUNTS); n > 0; n--) {
    const image_index = n === 1 && draw.chance(0.05) ? LAST_INDEX : index
    for (const version of draw.pick(VERSIONS)) {
      images.push({
        generation: key.generation,
        listing_id: key.listing_id,
        image_index,
        feature_version: version,
        damage_done: draw.pick(DONE),
        is_stock_photo: stockless ? draw.pick([false, null]) : draw.pick(FLAGS),
        damage_on_protector_only: draw.pick(FLAGS),
        battery_screenshot: draw.pick(FLAGS),
        photo_quality_level: level(draw, lowQuality ? 1 : 4),
        background_clean_level: level(draw, 2),
        visible_damage_level: blind ? null : level(draw, 10),
        battery_health_pct_img: draw.chance(0.3) ? draw.between(72, 102) : draw.pick(ODD_INTEGERS),
        damage_done_at: draw.pick(DONE_AT),
      })
    }
    index += draw.chance(0.7) ? 1 : draw.between(2, 1000)
  }
  return images
}

/** Mostly values within the contract of the labeler, because odd values alone would leave most branches unreached. */
const level = (draw: Draw, max: number): number | null =>
  draw.chance(0.75) ? draw.between(0, max) : draw.pick(ODD_INTEGERS)
