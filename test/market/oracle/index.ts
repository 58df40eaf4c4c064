import { groupBy } from './group-by.js'
import { decile, known, mean, ratio } from './aggregate.js'
import { anchorsOf, segmentOf } from './anchors.js'
import { incomeCutsOf } from './income-cuts.js'
import { DAY, dayEnd, monthStart, SECOND, weekStart } from './moments.js'
import { type Place, placesOf } from './places.js'
import type { Upstream } from './upstream.js'

export { type Upstream, upstreamRows } from './upstream.js'

/** A row of `market.v_market_features`, or with its T0 of the entrypoint, as a `pg` client reads it. */
export type MarketRow = Readonly<Record<string, unknown>>

/** The rows of `market.market_store_t0_v1_v` by listing, worked out from the README alone. */
export function marketOracle(upstream: Upstream): MarketRow[] {
  const places = placesOf(upstream)
  const segments = groupBy(places, segmentOf)
  const regions = groupBy(places, ({ region }) => region)
  const anchorAt = anchorsOf(upstream, places)
  const incomeCuts = incomeCutsOf(upstream)
  return places
    .toSorted((a, b) => (BigInt(a.listing_id) < BigInt(b.listing_id) ? -1 : 1))
    .map((place) => {
      const segment = segments.get(segmentOf(place)) ?? []
      const comparables = comparablesOf(place, segment, regions.get(place.region) ?? [])
      const { t0, listed: _, ...own } = place
      const days = segmentDays(place, segment)
      const anchor = anchorAt(segmentOf(place), weekStart(t0))
      const speed = anchor?.speed_p50 ?? null
      return {
        t0: new Date(t0 / 1000),
        ...own,
        income_change: ratio(own.income_median, own.income_prev),
        income_decile: decile(own.income_median, incomeCuts(monthStart(t0))),
        ...comparables,
        ...days,
        anchor_found: anchor !== undefined,
        anchor_listed_cnt: anchor?.listed ?? 0,
        anchor_price_p50: anchor?.priceCuts?.[4] ?? null,
        price_decile: decile(own.price, anchor?.priceCuts ?? null),
        anchor_sold_cnt: anchor?.sold ?? 0,
        sold_price_mean: mean(anchor?.soldPrices ?? []),
        speed_p25: anchor?.speed_p25 ?? null,
        speed_p50: speed,
        speed_p75: anchor?.speed_p75 ?? null,
        speed_class: speed === null ? null : speed < 72 ? 'fast' : speed < 336 ? 'normal' : 'slow',
        evidence_level: [
          comparables.comp_priced_cnt >= 5,
          days.seg_priced_cnt >= 20,
          (anchor?.sold ?? 0) >= 10,
        ].filter(Boolean).length,
      }
    })
}

/** Section "Comparables" of the README. */
function comparablesOf(place: Place, segment: readonly Place[], region: readonly Place[]) {
  const month = segment.filter(({ t0 }) => t0 >= place.t0 - 30 * DAY && t0 <= place.t0 - SECOND)
  const prices = month.map(({ price }) => price)
  const before = segment
    .filter((other) => isBefore(other, place))
    .toSorted((a, b) => (isBefore(a, b) ? -1 : 1))
    .slice(-5)
    .map(({ price }) => price)
  return {
    comp_cnt: month.length,
    comp_priced_cnt: known(prices).length,
    comp_price_mean: mean(prices),
    price_to_comp: ratio(place.price, mean(prices)),
    region_cnt_7d: region.filter(({ t0 }) => t0 >= place.t0 - 7 * DAY && t0 <= place.t0 - SECOND).length,
    last5_priced_cnt: known(before).length,
    last5_price_mean: mean(before),
  }
}

const isBefore = (a: Place, b: Place): boolean =>
  a.t0 < b.t0 || (a.t0 === b.t0 && BigInt(a.listing_id) < BigInt(b.listing_id))

/** Section "Segment" of the README. */
function segmentDays(place: Place, segment: readonly Place[]) {
  const within = (days: number): Place[] =>
    segment.filter(({ t0 }) => dayEnd(t0) <= place.t0 && dayEnd(t0) > place.t0 - days * DAY)
  const listings = within(90)
  const prices = listings.map(({ price }) => price)
  return {
    seg_days: new Set(listings.map(({ t0 }) => dayEnd(t0))).size,
    seg_cnt: listings.length,
    seg_priced_cnt: known(prices).length,
    seg_price_mean: mean(prices),
    price_to_seg: ratio(place.price, mean(prices)),
    seg_income_mean: mean(listings.map(({ income_median }) => income_median)),
    seg_cnt_30d: within(30).length,
  }
}
