import { copyText } from './copy-text.js'
export { copyText } from './copy-text.js'
import { listingGroups } from './listings.js'
import { districtIncomeRows, districtRows, postalDistrictRows } from './places.js'
import { COLUMNS, type ListingRow, type MarketRows, type MarketTable, type SaleRow, TABLES } from './rows.js'

export { COLUMNS, type MarketRows, type MarketTable, TABLES } from './rows.js'
export type { DistrictIncomeRow, DistrictRow, ListingRow, PostalDistrictRow, SaleRow } from './rows.js'

export interface MarketOptions {
  /** Any safe integer. The same options yield the same rows in the same order. */
  readonly seed: number
  readonly listings: number
  /** UTC days over which T0s are spread, ending with 2025-06-30. Default 365. */
  readonly days?: number
}

type Generators = {
  readonly [T in MarketTable]: (options: Required<MarketOptions>) => Iterable<MarketRows[T]>
}

const generators: Generators = {
  listings: (options) => listingRows(options),
  sales: (options) => saleRows(options),
  postal_districts: ({ seed, listings }) => postalDistrictRows(seed, listings),
  district_incomes: ({ seed, listings }) => districtIncomeRows(seed, listings),
  districts: ({ seed, listings }) => districtRows(seed, listings),
}

function* listingRows({ seed, listings, days }: Required<MarketOptions>): Generator<ListingRow> {
  for (const { listing } of listingGroups(seed, listings, days)) if (listing !== null) yield listing
}

function* saleRows({ seed, listings, days }: Required<MarketOptions>): Generator<SaleRow> {
  for (const { sale } of listingGroups(seed, listings, days)) if (sale !== null) yield sale
}

/** Rows of one upstream table, one at a time, so that memory does not grow with their number. */
export const marketRows = <T extends MarketTable>(
  table: T,
  options: MarketOptions,
): Iterable<MarketRows[T]> => generators[table]({ days: 365, ...options })

const copyOf = <T extends MarketTable>(table: T, options: MarketOptions) => ({
  relation: `market.${table}`,
  columns: COLUMNS[table],
  chunks: copyText(marketRows(table, options), COLUMNS[table]),
})

/** The rows of all tables as COPY text, in the order in which the tables are to be filled. */
export const marketCopies = (options: MarketOptions) => TABLES.map((table) => copyOf(table, options))
