/** What a row knows of itself: once a flag is looked at, what it speaks of is known, or known to be unknown. */
import type {
  VDamageFusionFeaturesV2ScoredByImgStockRatio as ByStockRatio,
  VDamageFusionFeaturesV2ScoredByTextDamageScoredAndBattScored as ByText,
  VDamageFusionFeaturesV2ScoredEvidenceRow as Row,
} from '../../generated/rows.js'

declare const row: Row
declare const severity: ByText
declare const images: ByStockRatio
declare function use(value: number): void
declare function never(value: never): void

// A score is a number where the flag says so, and nowhere else.
// @ts-expect-error nobody looked at the flag
use(row.img_damage_score)
if (row.img_damage_scored) {
  use(row.img_damage_score)
  const reason: 0 | 4 | 5 | 7 = row.img_score_reason_code
  const level: 1 | 2 = row.img_damage_source_level
  use(reason + level)
  // @ts-expect-error a row with reason code 4 can be scored through usable images
  const exact: 0 | 5 | 7 = row.img_score_reason_code
  use(exact)
} else {
  const score: null = row.img_damage_score
  const level: 0 = row.img_damage_source_level
  use(score ?? level)
  // @ts-expect-error it is unknown here
  use(row.img_damage_score)
}

switch (row.batt_source) {
  case 'both':
    use(row.batt_img_min + row.batt_img_max + row.batt_img_spread + row.batt_eff_text + row.batt_fused)
    break
  case 'img_only': {
    use(row.batt_img_min + row.batt_fused)
    const text: null = row.batt_eff_text
    use(text ?? row.batt_fused)
    break
  }
  case 'text_only':
    use(row.batt_eff_text + row.batt_fused)
    // @ts-expect-error no screenshot was read
    use(row.batt_img_min)
    break
  case 'none': {
    const isScored: false = row.batt_scored
    const known: null = row.batt_fused
    use(known ?? Number(isScored))
    break
  }
  default:
    never(row)
}

// @ts-expect-error there is no such source
if (row.batt_source === 'image_only') use(1)
// @ts-expect-error tiers are numbers
if (row.damage_fused_tier === 'tier0') use(1)
// @ts-expect-error there is no tier 4
if (row.damage_fused_tier === 4) use(1)

if (severity.text_damage_scored || severity.batt_scored) use(severity.text_sev_corr_known)
// @ts-expect-error neither was looked at
else use(severity.text_sev_corr_known)

if (row.damage_any_scored) use(row.damage_fused_tier_known)
// @ts-expect-error unknown is not 0
else use(row.damage_fused_tier_known)

if (images.img_stock_ratio === null) {
  const done: 0 = images.img_rows_damage_done
  use(done)
}

/** Every bucket has its number; one that is left out, or misspelled, does not compile. */
const buckets: Readonly<Record<NonNullable<Row['batt_bucket']>, number>> = {
  'batt:<80': 0,
  'batt:80-84': 1,
  'batt:85-89': 2,
  'batt:90-94': 3,
  'batt:95-100': 4,
}
// @ts-expect-error a bucket is missing
const few: typeof buckets = { 'batt:<80': 0, 'batt:80-84': 1, 'batt:85-89': 2, 'batt:90-94': 3 }
use(Object.keys({ ...buckets, ...few }).length)
