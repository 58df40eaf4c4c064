import type { Calendar } from './calendar.js'
import type { Draw } from './draw.js'
import { realisticImages } from './realistic-images.js'
import { realisticJson } from './realistic-json.js'
import { drawPhone } from './realistic-phone.js'
import type { ListingRow, UpstreamGroup } from './rows.js'
import { weighted } from './weighted.js'

const GENERATIONS = weighted([
  [11, 18],
  [12, 16],
  [13, 24],
  [14, 17],
  [15, 13],
  [16, 9],
  [17, 3],
])

const SPAM = [
  '',
  'wanted ad',
  'accessory only',
  'repair service',
  'bulk reseller',
  'SIM-lock "unlock"\tservice',
]
const SPAM_RATE = 0.04
const UNDATED_RATE = 0.02
const ORPHAN_RATE = 0.003

/** Beyond the 4-byte range on purpose: an id that is stored as an integer should fail here and not in production. */
const FIRST_ID = 3_000_000_000
const FIRST_ORPHAN_ID = 9_000_000_000

/** Maps 11..17 one to one to 4..10, which no listing has, so orphans are as unique as their listings. */
const ORPHAN_GENERATION_OFFSET = -7

/** A second-hand phone marketplace, with the gaps and delays of its pipelines. */
export function* realisticGroups(
  draw: Draw,
  calendar: Calendar,
  listings: number,
): Generator<UpstreamGroup, void, undefined> {
  const perGeneration = new Map<number, number>()
  for (let i = 0; i < listings; i++) {
    const generation = draw.pick(GENERATIONS)
    const nth = perGeneration.get(generation) ?? 0
    perGeneration.set(generation, nth + 1)
    // One id out of three: unique within a generation, and often taken in another one as well.
    const listing_id = String(FIRST_ID + nth * 3 + draw.below(3))
    yield realisticGroup(draw, calendar, generation, listing_id)
    if (draw.chance(ORPHAN_RATE)) {
      // Half of them differ from a real listing only in the generation.
      const orphanId = draw.chance(0.5) ? listing_id : String(FIRST_ORPHAN_ID + i)
      const orphan = realisticGroup(draw, calendar, generation + ORPHAN_GENERATION_OFFSET, orphanId)
      yield { listing: null, images: orphan.images }
    }
  }
}

function realisticGroup(
  draw: Draw,
  calendar: Calendar,
  generation: number,
  listing_id: string,
): UpstreamGroup & { readonly listing: ListingRow } {
  const phone = drawPhone(draw)
  const day = draw.below(calendar.days)
  const edited_date = draw.chance(UNDATED_RATE) ? null : calendar.moment(draw, day)
  const spam = draw.chance(SPAM_RATE) ? draw.pick(SPAM) : null
  return {
    listing: { generation, listing_id, spam, damage_ai_json: realisticJson(draw, phone), edited_date },
    images: realisticImages(draw, calendar, generation, listing_id, phone, day),
  }
}
