import { groupBy } from './group-by.js'
import type { ListingRow } from '../../../examples/market/scripts/upstream/index.js'
import { type Model, modelOf } from './model.js'
import { DAY, HOUR, micros, type Micros, whole } from './moments.js'
import type { Upstream } from './upstream.js'

/** Section "The listing and its place" of the README. */
export interface Place extends Model {
  readonly listing_id: string
  readonly t0: Micros
  readonly listed: Micros | null
  readonly price: number | null
  readonly listed_lag_hours: number | null
  readonly district_found: boolean
  readonly district: string | null
  readonly region: string
  readonly district_since_days: number | null
  readonly income_found: boolean
  readonly income_median: number | null
  readonly income_households: number | null
  readonly income_age_days: number | null
  readonly income_prev: number | null
}

export const positive = (value: number | null): number | null => (value !== null && value > 0 ? value : null)

/** The fact of the greatest time and revision, undefined without one. */
function latest<F extends { readonly at: number; readonly revision: number }>(
  facts: readonly F[],
): F | undefined {
  return facts.toSorted((a, b) => b.at - a.at || b.revision - a.revision)[0]
}

/** @returns the places of the listings, in their order. */
export function placesOf(upstream: Upstream): Place[] {
  const histories = groupBy(
    upstream.postalDistricts.map((row) => ({
      ...row,
      at: micros(row.valid_from),
      known: micros(row.recorded_at),
    })),
    ({ postal_code }) => postal_code,
  )
  const incomes = groupBy(
    upstream.districtIncomes.map((row) => ({
      ...row,
      at: micros(row.snapshot_at),
      known: micros(row.recorded_at),
    })),
    ({ district }) => district,
  )
  const regions = new Map(upstream.districts.map(({ district, region }) => [district, region]))

  return upstream.listings.map((listing: ListingRow): Place => {
    const t0 = micros(listing.recorded_at)
    const listed = listing.listed_at === null ? null : micros(listing.listed_at)
    const history = (histories.get(listing.postal_code ?? '\0') ?? []).filter(
      ({ at, known }) => at <= t0 && known <= t0,
    )
    const postal = latest(history)
    const district = postal?.district ?? null
    const snapshots = incomes.get(district ?? '\0') ?? []
    const asOf = (moment: Micros) =>
      latest(snapshots.filter(({ at, known }) => at <= moment && known <= moment && at > moment - 1096 * DAY))
    const income = asOf(t0)
    const earlier = asOf(t0 - 365 * DAY)
    return {
      listing_id: listing.listing_id,
      t0,
      listed,
      ...modelOf(listing.model_text),
      price: positive(listing.price),
      listed_lag_hours: whole(HOUR, listed, t0),
      district_found: postal !== undefined,
      district,
      region: regions.get(district ?? '\0') ?? 'unknown',
      district_since_days: whole(DAY, postal?.at ?? null, t0),
      income_found: income !== undefined,
      income_median: income?.median_income ?? null,
      income_households: income?.households ?? null,
      income_age_days: whole(DAY, income?.at ?? null, t0),
      income_prev: earlier?.median_income ?? null,
    }
  })
}
