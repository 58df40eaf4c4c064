import type { Calendar } from './calendar.js'
import type { Draw } from './draw.js'
import type { Phone } from './realistic-phone.js'
import type { ImageRow } from './rows.js'
import { weighted } from './weighted.js'

/** Photos per listing out of 1000: many have a handful, some none, a few twenty. With version 2 rows the mean is near 6.2. */
const PHOTO_COUNTS = weighted(
  [35, 42, 70, 102, 121, 122, 111, 94, 79, 63, 49, 33, 22, 16, 11, 8, 6, 5, 4, 4, 3].map(
    (w, n) => [n, w] as const,
  ),
)
const QUALITIES = weighted([4, 14, 38, 34, 10].map((weight, level) => [level, weight] as const))
const BACKGROUNDS = weighted([30, 45, 25].map((weight, level) => [level, weight] as const))

/** How far the labeling of a listing's photos came. */
type Pipeline = 'finished' | 'partial' | 'pending'
const PIPELINES = weighted<Pipeline>([
  ['finished', 90],
  ['partial', 5],
  ['pending', 5],
])

/** What the photos of one listing have in common. */
interface Shoot {
  readonly generation: number
  readonly listing_id: string
  readonly phone: Phone
  readonly pipeline: Pipeline
  readonly quality: number
  readonly background: number
  readonly stockRate: number
  /** Position of the battery screenshot; -1 for none. */
  readonly screenshotAt: number
  readonly doneAt: string | null
}

export function realisticImages(
  draw: Draw,
  calendar: Calendar,
  generation: number,
  listing_id: string,
  phone: Phone,
  day: number,
): ImageRow[] {
  const count = draw.pick(PHOTO_COUNTS)
  if (count === 0) return []
  const pipeline = draw.pick(PIPELINES)
  // Most photos are labeled within three days of the edit, a few weeks late.
  const lag = draw.chance(0.95) ? draw.between(1, 3) : draw.between(4, 59)
  const shoot: Shoot = {
    generation,
    listing_id,
    phone,
    pipeline,
    quality: draw.pick(QUALITIES),
    background: draw.pick(BACKGROUNDS),
    stockRate: draw.chance(0.03) ? 1 : 0.04,
    screenshotAt: draw.chance(0.18) ? count - 1 : -1,
    doneAt: pipeline === 'pending' ? null : calendar.moment(draw, day + lag),
  }
  const reprocessed = draw.chance(0.015)
  const images: ImageRow[] = []
  let index = 0
  for (let i = 0; i < count; i++) {
    images.push(image(draw, shoot, i, index, 1))
    if (reprocessed) images.push(image(draw, shoot, i, index, 2))
    // A photo that the seller deleted leaves a gap.
    index += draw.chance(0.01) ? 2 : 1
  }
  return images
}

function image(draw: Draw, shoot: Shoot, position: number, image_index: number, version: number): ImageRow {
  const done = shoot.pipeline === 'finished' || (shoot.pipeline === 'partial' && draw.chance(0.5))
  if (!done) return unlabeled(draw, shoot, image_index, version)
  const screenshot = position === shoot.screenshotAt
  const stock = draw.chance(shoot.stockRate)
  const seen = screenshot || stock || draw.chance(0.08) ? null : visibleDamage(draw, shoot.phone)
  return {
    generation: shoot.generation,
    listing_id: shoot.listing_id,
    image_index,
    feature_version: version,
    damage_done: true,
    is_stock_photo: draw.chance(0.01) ? null : stock,
    damage_on_protector_only: seen === null ? null : seen > 0 && draw.chance(0.05),
    battery_screenshot: screenshot,
    photo_quality_level: draw.chance(0.01) ? null : near(draw, shoot.quality, 4),
    background_clean_level: draw.chance(0.02) ? null : near(draw, shoot.background, 2),
    visible_damage_level: seen,
    battery_health_pct_img: screenshot ? readBattery(draw, shoot.phone) : null,
    damage_done_at: shoot.doneAt,
  }
}

/** A row that was imported but not labeled yet. */
function unlabeled(draw: Draw, shoot: Shoot, image_index: number, version: number): ImageRow {
  return {
    generation: shoot.generation,
    listing_id: shoot.listing_id,
    image_index,
    feature_version: version,
    damage_done: draw.chance(0.5) ? false : null,
    is_stock_photo: null,
    damage_on_protector_only: null,
    battery_screenshot: null,
    photo_quality_level: null,
    background_clean_level: null,
    visible_damage_level: null,
    battery_health_pct_img: null,
    damage_done_at: null,
  }
}

/** Half of the photos show the side with the damage. */
function visibleDamage(draw: Draw, phone: Phone): number {
  if (phone.severity === 0 || draw.chance(0.5)) return draw.chance(0.9) ? 0 : 1
  return near(draw, phone.severity * 3 - 1, 10)
}

/** The level itself or a neighbor of it, within 0..max. */
function near(draw: Draw, level: number, max: number): number {
  return Math.max(0, Math.min(max, level + draw.below(4) - (draw.chance(0.5) ? 1 : 2)))
}

/** The reader sometimes finds no number, or takes another number on the screen for it. */
function readBattery(draw: Draw, phone: Phone): number | null {
  const kind = draw.below(100)
  if (kind < 3) return null
  if (kind < 5) return draw.pick([8, 20, 49, 101, 256])
  return phone.battery
}
