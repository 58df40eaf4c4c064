import { groupBy } from './group-by.js'
import { cuts, percentile } from './aggregate.js'
import { HOUR, micros, type Micros, WEEK, weekStart, whole } from './moments.js'
import { type Place, positive } from './places.js'
import type { Upstream } from './upstream.js'

/** Section "Anchors" of the README. */
export interface Anchor {
  readonly listed: number
  readonly priceCuts: readonly number[] | null
  readonly sold: number
  readonly soldPrices: readonly (number | null)[]
  readonly speed_p25: number | null
  readonly speed_p50: number | null
  readonly speed_p75: number | null
}

interface Fact {
  readonly segment: string
  readonly known: Micros
  readonly sale: { readonly price: number | null; readonly hours: number | null } | null
  readonly price: number | null
}

export const segmentOf = ({ region, model }: Place): string => `${region}/${model}`

/** @returns the anchor of a segment for the week that begins at a moment, undefined without a fact. */
export function anchorsOf(
  upstream: Upstream,
  places: readonly Place[],
): (segment: string, week: Micros) => Anchor | undefined {
  const facts = groupBy([...listingFacts(places), ...saleFacts(upstream, places)], ({ segment }) => segment)
  return (segment, week) => {
    const counted = (facts.get(segment) ?? []).filter(({ known }) => {
      const weeks = (week - weekStart(known)) / WEEK
      return weeks >= 1 && weeks <= 8
    })
    return counted.length === 0 ? undefined : anchorOf(counted)
  }
}

const listingFacts = (places: readonly Place[]): Fact[] =>
  places.map((place) => ({ segment: segmentOf(place), known: place.t0, sale: null, price: place.price }))

function saleFacts({ sales }: Upstream, places: readonly Place[]): Fact[] {
  const placeOf = new Map(places.map((place) => [place.listing_id, place]))
  return sales.flatMap((sale): Fact[] => {
    const place = placeOf.get(sale.listing_id)
    if (place === undefined) return []
    const sold = micros(sale.sold_at)
    const hours = place.listed !== null && sold >= place.listed ? whole(HOUR, place.listed, sold) : null
    const known = Math.max(micros(sale.recorded_at), place.t0)
    return [
      { segment: segmentOf(place), known, sale: { price: positive(sale.sold_price), hours }, price: null },
    ]
  })
}

function anchorOf(facts: readonly Fact[]): Anchor {
  const sales = facts.flatMap(({ sale }) => (sale === null ? [] : [sale]))
  const hours = sales.map((sale) => sale.hours)
  return {
    listed: facts.length - sales.length,
    priceCuts: cuts(facts.map(({ price }) => price)),
    sold: sales.length,
    soldPrices: sales.map(({ price }) => price),
    speed_p25: percentile(0.25, hours),
    speed_p50: percentile(0.5, hours),
    speed_p75: percentile(0.75, hours),
  }
}
