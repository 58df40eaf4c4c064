import { createDraw, type Draw } from '../../../../scripts/upstream/draw.js'
import { modelText } from './model-texts.js'
import { placesFor, postalCode } from './places.js'
import type { ListingRow, SaleRow } from './rows.js'
import { DAY, END, HOUR, moment, onGrid } from './time.js'

/** A listing with its sale. `listing` is null for a sale whose listing was never recorded. */
export interface ListingGroup {
  readonly listing: ListingRow | null
  readonly sale: SaleRow | null
}

/** Beyond the 4-byte range on purpose. */
const FIRST_ID = 5_000_000_000
const FIRST_UNKNOWN_ID = 9_000_000_000

const ODD_CODES = ['', '0000', '1000 ', '99999', 'Oslo']

/** Listings in the order of their ids, which is not that of their T0s. Nothing is retained. */
export function* listingGroups(
  seed: number,
  listings: number,
  days: number,
): Generator<ListingGroup, void, undefined> {
  const draw = createDraw(seed)
  const { codes } = placesFor(listings)
  for (let i = 0; i < listings; i++) {
    const recorded = onGrid(draw, END - 1 - draw.below(days * DAY))
    const listed = listedAt(draw, recorded)
    const price = askingPrice(draw)
    const listing: ListingRow = {
      listing_id: String(FIRST_ID + i),
      model_text: modelText(draw),
      postal_code: codeOf(draw, codes),
      price,
      listed_at: typeof listed === 'number' ? moment(draw, listed) : listed,
      recorded_at: moment(draw, recorded),
    }
    const sale = draw.chance(0.6)
      ? saleOf(draw, listing.listing_id, typeof listed === 'number' ? listed : recorded, price)
      : null
    yield { listing, sale }
    if (draw.chance(0.01))
      yield { listing: null, sale: saleOf(draw, String(FIRST_UNKNOWN_ID + i), recorded, price) }
  }
}

function codeOf(draw: Draw, codes: number): string | null {
  if (draw.chance(0.02)) return null
  if (draw.chance(0.02)) return draw.pick(ODD_CODES)
  return postalCode(draw.below(draw.below(codes) + 1))
}

function askingPrice(draw: Draw): number | null {
  if (draw.chance(0.05)) return null
  if (draw.chance(0.02)) return draw.between(-1, 0)
  return draw.chance(0.5) ? draw.between(10, 150) * 100 : draw.between(500, 15_000)
}

/** Most listings are recorded within hours, some weeks late, and a few before the time that the site gives. */
function listedAt(draw: Draw, recorded: number): number | string | null {
  if (draw.chance(0.05)) return null
  if (draw.chance(0.005)) return draw.chance(0.5) ? 'infinity' : '-infinity'
  if (draw.chance(0.02)) return recorded + draw.below(3 * HOUR)
  return recorded - (draw.chance(0.08) ? draw.below(45 * DAY) : draw.below(3 * HOUR))
}

/** A sale is recorded on the same day or up to seven weeks later, also before its listing when that one is late. */
function saleOf(draw: Draw, listing_id: string, from: number, price: number | null): SaleRow {
  const took = draw.chance(0.01) ? 0 : draw.below(draw.below(60) + 1) * DAY + draw.below(DAY)
  const sold = took === 0 ? from : onGrid(draw, draw.chance(0.02) ? from - draw.below(DAY) : from + took)
  const recorded = onGrid(draw, sold + (draw.chance(0.1) ? draw.below(50 * DAY) : draw.below(DAY)))
  return {
    listing_id,
    sold_at: draw.chance(0.003) ? 'infinity' : moment(draw, sold),
    sold_price: draw.chance(0.06)
      ? null
      : draw.chance(0.01)
        ? 0
        : Math.max(100, (price ?? 4000) - draw.below(20) * 50),
    recorded_at: moment(draw, recorded),
  }
}
