import { createDraw, type Draw } from '../../../../scripts/upstream/draw.js'
import type { DistrictIncomeRow, DistrictRow, PostalDistrictRow } from './rows.js'
import { DAY, HOUR, moment, onGrid } from './time.js'

const REGIONS = ['north', 'south', 'east', 'west', 'middle', 'capital']
const FIRST = Date.parse('2020-01-01')
/** Codes change from here on, so that the listings see it. */
const RECENT = Date.parse('2024-06-01')
const YEARS = [2020, 2021, 2022, 2023, 2024, 2025]

/** How many postal codes and districts there are for so many listings. */
export const placesFor = (listings: number): { readonly codes: number; readonly districts: number } => {
  const codes = Math.min(4000, Math.max(60, Math.ceil(listings / 20)))
  return { codes, districts: Math.min(360, Math.ceil(codes / 3)) }
}

export const postalCode = (index: number): string => String(1000 + index)
const districtName = (index: number): string => `d${String(index).padStart(3, '0')}`

/** One district out of twenty is missing here, though postal codes and incomes name it. */
export function* districtRows(seed: number, listings: number): Generator<DistrictRow, void, undefined> {
  const draw = createDraw(seed + 1)
  for (let i = 0; i < placesFor(listings).districts; i++) {
    const region = REGIONS[draw.below(draw.below(REGIONS.length) + 1)] as string
    if (i % 20 !== 7) yield { district: districtName(i), region }
  }
}

/** The history of each postal code. Changes are recorded weeks ahead or months late; some are corrected. */
export function* postalDistrictRows(
  seed: number,
  listings: number,
): Generator<PostalDistrictRow, void, undefined> {
  const draw = createDraw(seed + 2)
  const { codes, districts } = placesFor(listings)
  const district = (): string | null => (draw.chance(0.03) ? null : districtName(draw.below(districts)))
  for (let i = 0; i < codes; i++) {
    // Some codes are recorded for the first time in the middle of the data.
    let from = draw.chance(0.85) ? FIRST : Date.parse('2024-10-01') + draw.below(200) * DAY
    const changes = draw.between(1, 4)
    for (let change = 0; change < changes; change++) {
      const forever = change === 0 && draw.chance(0.05)
      const valid_from = forever ? '-infinity' : moment(draw, from)
      const lag = draw.chance(0.6) ? -draw.below(30) : draw.below(120)
      let recorded = onGrid(draw, from + lag * DAY + draw.below(24) * HOUR, 0.6)
      const revisions = draw.chance(0.2) ? draw.between(2, 3) : 1
      for (let revision = 1; revision <= revisions; revision++) {
        yield {
          postal_code: postalCode(i),
          valid_from,
          revision,
          district: district(),
          recorded_at: moment(draw, recorded),
        }
        // The next revision is now and then recorded in the same instant.
        recorded += draw.below(4) * 20 * DAY
      }
      // At least a month, so that no two changes are moved to the same moment.
      from = onGrid(draw, Math.max(from, RECENT) + draw.between(40, 250) * DAY, 0.6)
    }
  }
}

/** Snapshots of a year, published in its spring or later; some are missing, secret, corrected or the last. */
export function* districtIncomeRows(
  seed: number,
  listings: number,
): Generator<DistrictIncomeRow, void, undefined> {
  const draw = createDraw(seed + 3)
  for (let i = 0; i < placesFor(listings).districts; i++) {
    const level = draw.between(380, 900)
    if (draw.chance(0.05)) continue
    const last = draw.chance(0.2) ? 2022 : Infinity
    if (draw.chance(0.03)) yield incomeRow(draw, i, '-infinity', 1, level, FIRST)
    for (const [nth, year] of YEARS.entries()) {
      if (year > last || draw.chance(0.06)) continue
      const at = Date.parse(`${year}-01-01`) + (draw.chance(0.2) ? draw.below(200) * DAY : 0)
      let recorded = onGrid(
        draw,
        at + draw.below(draw.between(1, 220)) * DAY + draw.below(24 * 60) * 60_000,
        0.6,
      )
      const revisions = draw.chance(0.25) ? draw.between(2, 3) : 1
      for (let revision = 1; revision <= revisions; revision++) {
        yield incomeRow(draw, i, new Date(at).toISOString(), revision, level + nth * draw.below(30), recorded)
        recorded += draw.below(5) * 15 * DAY
      }
    }
  }
}

const incomeRow = (
  draw: Draw,
  district: number,
  snapshot_at: string,
  revision: number,
  income: number,
  recorded: number,
): DistrictIncomeRow => ({
  district: districtName(district),
  snapshot_at,
  revision,
  median_income: draw.chance(0.06) ? null : draw.chance(0.01) ? 0 : income,
  households: draw.chance(0.06) ? null : draw.between(200, 40_000),
  recorded_at: moment(draw, recorded),
})
