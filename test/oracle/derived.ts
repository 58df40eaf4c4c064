import type { BaseRow, DerivedColumns } from './rows.js'

/** Spec section 5. A comparison with an unknown value does not hold. */
export function derivedColumns(base: BaseRow): DerivedColumns {
  const batt_fused = base.batt_img_min ?? base.batt_eff_text
  const batt_lt80 = batt_fused !== null && batt_fused < 80
  const img_damage_source_level = sourceLevel(base)
  const img_damage_score = [null, base.img_max_eff_q1, base.img_max_eff_q2][img_damage_source_level] ?? null
  const text_sev_corr = correctedSeverity(base, batt_lt80)
  return {
    batt_fused,
    batt_source: batterySource(base),
    img_damage_source_level,
    img_damage_score,
    img_score_reason_code: reasonCode(base),
    text_sev_corr,
    batt_bucket: batteryBucket(batt_fused),
    batt_lt80,
    batt_ge90: batt_fused !== null && batt_fused >= 90,
    damage_fused_tier: fusedTier(base.img_max_noprotector_q2, img_damage_score, text_sev_corr),
  }
}

function batterySource({ batt_img_min, batt_eff_text }: BaseRow): DerivedColumns['batt_source'] {
  if (batt_img_min !== null && batt_eff_text !== null) return 'both'
  if (batt_img_min !== null) return 'img_only'
  if (batt_eff_text !== null) return 'text_only'
  return 'none'
}

function batteryBucket(percent: number | null): DerivedColumns['batt_bucket'] {
  if (percent === null) return null
  if (percent < 80) return 'batt:<80'
  if (percent <= 84) return 'batt:80-84'
  if (percent <= 89) return 'batt:85-89'
  if (percent <= 94) return 'batt:90-94'
  return 'batt:95-100'
}

function sourceLevel(base: BaseRow): DerivedColumns['img_damage_source_level'] {
  if (base.img_real_q2_vis_cnt >= 2) return 2
  if (base.img_real_q1_vis_cnt >= 2) return 1
  return 0
}

/** The first that holds. 7 stands before 6 because both speak of too little Q2 evidence. */
function reasonCode(base: BaseRow): DerivedColumns['img_score_reason_code'] {
  if (base.img_rows_v1 === 0) return 1
  if (base.img_rows_damage_done === 0) return 2
  if (base.img_real_cnt === 0) return 3
  if (base.img_real_q2_cnt === 0) return 4
  if (base.img_real_q2_vis_cnt === 0) return 5
  if (base.img_real_q2_vis_cnt < 2 && base.img_real_q1_vis_cnt >= 2) return 7
  if (base.img_real_q2_vis_cnt < 2) return 6
  return 0
}

function correctedSeverity(base: BaseRow, batt_lt80: boolean): number {
  const floor2 = batt_lt80 || base.txt_battery_clamp || base.txt_non_oem || base.txt_charging
  const floor3 = base.txt_glass || base.txt_back_glass || base.txt_lens_glass || base.txt_panel_severe
  return Math.max(base.text_sev_decision ?? 0, floor2 ? 2 : 0, floor3 ? 3 : 0)
}

function fusedTier(
  bareMax: number | null,
  score: number | null,
  severity: number,
): DerivedColumns['damage_fused_tier'] {
  if ((bareMax !== null && bareMax >= 8) || severity >= 3) return 3
  if (score !== null && score >= 3) return 2
  if (score === 2 || severity >= 2) return 1
  return 0
}
