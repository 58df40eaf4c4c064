import { features } from 'fusion-store/features'
import type { Listing, StoreRow } from './read-listings.js'

/** Numbers for a model, NaN where unknown, each with its name. */
export interface ModelInput {
  readonly names: readonly string[]
  values(listing: Listing): readonly number[]
}

/** What the listing itself says. Both models get it. */
const offer: ModelInput = {
  names: ['generation', 'log_price_ratio', 'is_private'],
  values: ({ base }) => [base.generation, Math.log(base.priceRatio), base.seller === 'private' ? 1 : 0],
}

/** The recommended columns of the store. Unknown stays unknown, and the flags and the reason say so. */
const recommended = features<StoreRow>()({
  img_damage_score: { column: 'img_damage_score', unknown: NaN },
  img_damage_scored: 'img_damage_scored',
  img_n_ge3_real_q2: 'img_n_ge3_real_q2',
  img_n_ge8_real_q2: 'img_n_ge8_real_q2',
  img_stock_ratio: { column: 'img_stock_ratio', unknown: NaN },
  img_pq_avg_real: { column: 'img_pq_avg_real', unknown: NaN },
  img_bg_avg_real: { column: 'img_bg_avg_real', unknown: NaN },
  img_score_reason: { column: 'img_score_reason_code', oneHot: [0, 1, 2, 3, 4, 5, 6, 7] },
  batt_fused: { column: 'batt_fused', unknown: NaN },
  batt_scored: 'batt_scored',
  text_sev_corr_known: { column: 'text_sev_corr_known', unknown: NaN },
  text_damage_scored: 'text_damage_scored',
  damage_fused_tier_known: { column: 'damage_fused_tier_known', unknown: NaN },
  damage_any_scored: 'damage_any_scored',
})

/** Those of them that are about damage. For each of these, 0 is also a value that means "no damage". */
const damage = features<StoreRow>()({
  img_damage_score: { column: 'img_damage_score', unknown: NaN },
  img_damage_scored: 'img_damage_scored',
  img_n_ge3_real_q2: 'img_n_ge3_real_q2',
  img_n_ge8_real_q2: 'img_n_ge8_real_q2',
  img_score_reason: { column: 'img_score_reason_code', oneHot: [0, 1, 2, 3, 4, 5, 6, 7] },
  batt_scored: 'batt_scored',
  text_sev_corr_known: { column: 'text_sev_corr_known', unknown: NaN },
  text_damage_scored: 'text_damage_scored',
  damage_fused_tier_known: { column: 'damage_fused_tier_known', unknown: NaN },
  damage_any_scored: 'damage_any_scored',
})

const DAMAGE = [
  'img_damage_score',
  'img_n_ge3_real_q2',
  'img_n_ge8_real_q2',
  'text_sev_corr_known',
  'damage_fused_tier_known',
] as const satisfies readonly (keyof StoreRow)[]

const RECOMMENDED = [
  ...DAMAGE,
  'img_stock_ratio',
  'img_pq_avg_real',
  'img_bg_avg_real',
  'batt_fused',
] as const satisfies readonly (keyof StoreRow)[]

const keep = (list: typeof recommended | typeof damage): ModelInput => ({
  names: [...offer.names, ...list.names],
  values: (listing) => [
    ...offer.values(listing),
    ...list.values(listing.row).map((value) => (value === null ? NaN : value)),
  ],
})

/**
 * The mistake: unknown as 0, and neither flags nor reasons. It is written by hand because a list of `features` that does
 * this does not compile.
 */
const zero = (columns: readonly (typeof RECOMMENDED)[number][]): ModelInput => ({
  names: [...offer.names, ...columns],
  values: (listing) => [...offer.values(listing), ...columns.map((column) => listing.row[column] ?? 0)],
})

/** The same columns for both models. */
export interface ColumnSet {
  readonly title: string
  readonly kept: ModelInput
  readonly zero: ModelInput
}

export const COLUMN_SETS: readonly [ColumnSet, ...ColumnSet[]] = [
  { title: 'Recommended columns', kept: keep(recommended), zero: zero(RECOMMENDED) },
  { title: 'Damage columns only', kept: keep(damage), zero: zero(DAMAGE) },
]
