/** Keys and columns of spec section 6, as a `pg` client hands them over: bigint as text, the rest as they are. */
export interface ListingKey {
  readonly generation: number
  readonly listing_id: string
}

/** Spec section 3, from one pass over the images of a listing. */
export interface ImageProfile {
  readonly img_rows_v1: number
  readonly img_rows_damage_done: number
  readonly img_stock_cnt: number
  readonly img_real_cnt: number
  readonly img_stock_ratio: number | null
  readonly img_pq0_cnt: number
  readonly img_pq1_cnt: number
  readonly img_pq2_cnt: number
  readonly img_pq3_cnt: number
  readonly img_pq4_cnt: number
  readonly img_pq_avg_real: number | null
  readonly img_bg0_cnt: number
  readonly img_bg1_cnt: number
  readonly img_bg2_cnt: number
  readonly img_bg_avg_real: number | null
  readonly img_real_q2_cnt: number
  readonly img_real_q2_vis_cnt: number
  readonly img_real_q1_vis_cnt: number
  readonly img_max_eff_q2: number | null
  readonly img_max_eff_q1: number | null
  readonly img_max_noprotector_q2: number | null
  readonly img_n_ge3_real_q2: number
  readonly img_n_ge8_real_q2: number
}

/** Spec section 3, battery screenshots. */
export interface BatteryProfile {
  readonly batt_img_min: number | null
  readonly batt_img_max: number | null
  readonly batt_img_spread: number | null
  readonly batt_img_hits: number
}

/** Spec section 4, from the listing's JSON. */
export interface TextColumns {
  readonly batt_eff_text: number | null
  readonly text_damage_scored: boolean
  readonly text_sev_decision: number | null
  readonly text_bin_decision: number | null
  readonly txt_no_wear_global: boolean
  readonly txt_protector_only: boolean
  readonly txt_glass: boolean
  readonly txt_back_glass: boolean
  readonly txt_lens_glass: boolean
  readonly txt_panel_severe: boolean
  readonly txt_light_panel: boolean
  readonly txt_charging: boolean
  readonly txt_non_oem: boolean
  readonly txt_battery_clamp: boolean
}

/** What section 5 derives from. */
export interface BaseRow extends ListingKey, ImageProfile, BatteryProfile, TextColumns {}

/** Spec section 5. */
export interface DerivedColumns {
  readonly batt_fused: number | null
  readonly batt_source: 'both' | 'img_only' | 'text_only' | 'none'
  readonly img_damage_source_level: 0 | 1 | 2
  readonly img_damage_score: number | null
  readonly img_score_reason_code: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7
  readonly text_sev_corr: number
  readonly batt_bucket: 'batt:<80' | 'batt:80-84' | 'batt:85-89' | 'batt:90-94' | 'batt:95-100' | null
  readonly batt_lt80: boolean
  readonly batt_ge90: boolean
  readonly damage_fused_tier: 0 | 1 | 2 | 3
}

/** A row of `ml.v_damage_fusion_features_v2`. */
export interface FusionRow extends BaseRow, DerivedColumns {}

/** A row of `ml.v_damage_fusion_features_v2_scored`. */
export interface ScoredRow extends FusionRow {
  readonly img_damage_scored: boolean
  readonly batt_scored: boolean
  readonly damage_any_scored: boolean
  readonly text_sev_raw_known: number | null
  readonly text_sev_corr_known: number | null
  readonly damage_fused_tier_known: number | null
}

/** A row of `ml.fusion_feature_store_t0_v1_v`. */
export interface EntrypointRow extends ScoredRow {
  /** To the millisecond, which is all that a Date holds of a timestamptz. */
  readonly edited_date: Date
}
