import { featureList } from 'fusion-store'
import { train } from './train.js'

/**
 * The features that the slow21 trainer joins: a value that can be unknown comes with its flag and, where it has one, with
 * the reason.
 */
export const recommended = featureList(train, {
  name: 'recommended',
  version: 1,
  prefix: 'fusion_',
  columns: [
    'img_damage_score',
    'img_damage_scored',
    'img_n_ge3_real_q2',
    'img_n_ge8_real_q2',
    'img_stock_ratio',
    'img_pq_avg_real',
    'img_bg_avg_real',
    'img_score_reason_code',
    'batt_fused',
    'batt_scored',
    'text_sev_corr_known',
    'text_damage_scored',
    'damage_fused_tier_known',
    'damage_any_scored',
  ],
})
