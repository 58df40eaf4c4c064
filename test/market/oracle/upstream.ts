import {
  type DistrictIncomeRow,
  type DistrictRow,
  type ListingRow,
  marketRows,
  type MarketOptions,
  type PostalDistrictRow,
  type SaleRow,
} from '../../../examples/market/scripts/upstream/index.js'

/** The rows of all upstream tables in memory. */
export interface Upstream {
  readonly listings: readonly ListingRow[]
  readonly sales: readonly SaleRow[]
  readonly postalDistricts: readonly PostalDistrictRow[]
  readonly districtIncomes: readonly DistrictIncomeRow[]
  readonly districts: readonly DistrictRow[]
}

export const upstreamRows = (options: MarketOptions): Upstream => ({
  listings: [...marketRows('listings', options)],
  sales: [...marketRows('sales', options)],
  postalDistricts: [...marketRows('postal_districts', options)],
  districtIncomes: [...marketRows('district_incomes', options)],
  districts: [...marketRows('districts', options)],
})
