/**
 * Rows of the upstream tables, columns in table order. Moments are ISO 8601 in UTC with up to six fraction digits, or
 * `infinity` and `-infinity`.
 */
export interface ListingRow {
  /** A bigint as decimal text. */
  readonly listing_id: string
  readonly model_text: string | null
  readonly postal_code: string | null
  readonly price: number | null
  readonly listed_at: string | null
  readonly recorded_at: string
}

export interface SaleRow {
  readonly listing_id: string
  readonly sold_at: string
  readonly sold_price: number | null
  readonly recorded_at: string
}

export interface PostalDistrictRow {
  readonly postal_code: string
  readonly valid_from: string
  readonly revision: number
  readonly district: string | null
  readonly recorded_at: string
}

export interface DistrictIncomeRow {
  readonly district: string
  readonly snapshot_at: string
  readonly revision: number
  readonly median_income: number | null
  readonly households: number | null
  readonly recorded_at: string
}

export interface DistrictRow {
  readonly district: string
  readonly region: string
}

export interface MarketRows {
  readonly listings: ListingRow
  readonly sales: SaleRow
  readonly postal_districts: PostalDistrictRow
  readonly district_incomes: DistrictIncomeRow
  readonly districts: DistrictRow
}

export type MarketTable = keyof MarketRows

type ColumnsOf = { readonly [T in MarketTable]: readonly (keyof MarketRows[T] & string)[] }

/** Columns of each table of the schema `market`, in the order of COPY. */
export const COLUMNS: ColumnsOf = {
  listings: ['listing_id', 'model_text', 'postal_code', 'price', 'listed_at', 'recorded_at'],
  sales: ['listing_id', 'sold_at', 'sold_price', 'recorded_at'],
  postal_districts: ['postal_code', 'valid_from', 'revision', 'district', 'recorded_at'],
  district_incomes: ['district', 'snapshot_at', 'revision', 'median_income', 'households', 'recorded_at'],
  districts: ['district', 'region'],
}

export const TABLES = Object.keys(COLUMNS) as readonly MarketTable[]
