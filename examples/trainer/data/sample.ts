import { createCalendar } from '../../../scripts/upstream/calendar.js'
import type { Draw } from '../../../scripts/upstream/draw.js'
import type { UpstreamGroup } from '../../../scripts/upstream/index.js'
import { realisticImages } from '../../../scripts/upstream/realistic-images.js'
import { realisticJson } from '../../../scripts/upstream/realistic-json.js'
import { drawPhone } from '../../../scripts/upstream/realistic-phone.js'
import { drawLooked, unlabeled } from './backlog.js'
import { daysOnMarket, SLOW_AFTER_DAYS } from './days-on-market.js'
import { drawOffer, type Offer } from './offer.js'
import { createSeededDraw } from './seeded-draw.js'

/** What the trainer has of a listing before it asks the store. Its own tables hold this in real life. */
export interface BaseRow extends Offer {
  readonly generation: number
  readonly listing_id: string
  /** The label: sold more than 21 days after it was listed. */
  readonly isSlow: boolean
  /** The truth, which no model sees: the tables of the report count it. */
  readonly isDamaged: boolean
}

/** The listings of one seed, oldest first, and their upstream rows. */
export interface Sample {
  readonly seed: number
  readonly base: readonly BaseRow[]
  readonly upstream: readonly UpstreamGroup[]
}

const DAYS = 90
const GENERATIONS = [11, 12, 13, 14, 15, 16]
/** Room between the keys of two seeds, as all samples share the upstream tables. */
const IDS_PER_SEED = 10_000_000

/** An independent sample of the market: the same seed and count yield the same rows. */
export function drawSample(seed: number, count: number): Sample {
  const draw = createSeededDraw(seed)
  const calendar = createCalendar(DAYS)
  const drawn = Array.from({ length: count }, (_, nth) => {
    const day = Math.floor((nth * DAYS) / count)
    const listing_id = String(seed * IDS_PER_SEED + nth)
    return drawListing(draw, listing_id, day, calendar)
  })
  return { seed, base: drawn.map(({ base }) => base), upstream: drawn.map(({ upstream }) => upstream) }
}

interface DrawnListing {
  readonly base: BaseRow
  readonly upstream: UpstreamGroup
}

/** The phone comes first. What is written of it, photographed and paid for it follows, each with errors of its own. */
function drawListing(
  draw: Draw,
  listing_id: string,
  day: number,
  calendar: ReturnType<typeof createCalendar>,
): DrawnListing {
  const generation = draw.pick(GENERATIONS)
  const phone = drawPhone(draw)
  const offer = drawOffer(draw, phone)
  const isSlow = daysOnMarket(draw, phone, offer) > SLOW_AFTER_DAYS
  const looked = drawLooked(draw, offer)
  const json = realisticJson(draw, phone)
  const images = realisticImages(draw, calendar, generation, listing_id, phone, day)
  return {
    base: { generation, listing_id, ...offer, isSlow, isDamaged: phone.severity >= 2 },
    upstream: {
      listing: {
        generation,
        listing_id,
        spam: null,
        damage_ai_json: looked.text ? json : null,
        edited_date: calendar.moment(draw, day),
      },
      images: looked.images ? images : images.map(unlabeled),
    },
  }
}
