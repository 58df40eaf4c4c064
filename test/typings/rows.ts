/** What a trainer's code may and may not do with a generated row: unknown is not zero. */
import { expectTypeOf } from 'expect-type'
import type {
  Database,
  FusionFeatureStoreT0V1VRow,
  VDamageFusionFeaturesV2ScoredRow as Row,
} from '../../generated/rows.js'

declare const row: Row

// @ts-expect-error the score may be unknown, and unknown is no number
export const score: number = row.img_damage_score
// @ts-expect-error nor is a tier that nobody has evidence for
export const tier: number = row.damage_fused_tier_known
// @ts-expect-error arithmetic on it is no better
export const doubled: number = row.batt_fused * 2
// @ts-expect-error listing_id is int8: a string, because a number would lose digits
export const id: number = row.listing_id
// @ts-expect-error there is no such column
export const guessed: unknown = row.damage_tier

// Once it is asked for, it is a number.
if (row.img_damage_score !== null) expectTypeOf(row.img_damage_score).toEqualTypeOf<number>()

expectTypeOf<Row['img_damage_scored']>().toEqualTypeOf<boolean>()
expectTypeOf<Row['img_stock_ratio']>().toEqualTypeOf<number | null>()
expectTypeOf<FusionFeatureStoreT0V1VRow['edited_date']>().toEqualTypeOf<Date>()
expectTypeOf<Database['ml.v_damage_fusion_features_v2_scored']>().toEqualTypeOf<Row>()

type Nullable = { [K in keyof Row]: null extends Row[K] ? K : never }[keyof Row]
expectTypeOf<Nullable>().toEqualTypeOf<
  | 'img_stock_ratio'
  | 'img_pq_avg_real'
  | 'img_bg_avg_real'
  | 'img_max_eff_q2'
  | 'img_max_eff_q1'
  | 'img_max_noprotector_q2'
  | 'batt_img_min'
  | 'batt_img_max'
  | 'batt_img_spread'
  | 'batt_eff_text'
  | 'text_sev_decision'
  | 'text_bin_decision'
  | 'batt_fused'
  | 'img_damage_score'
  | 'batt_bucket'
  | 'text_sev_raw_known'
  | 'text_sev_corr_known'
  | 'damage_fused_tier_known'
>()
