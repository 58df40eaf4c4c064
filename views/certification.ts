import { allOf, anyOf, certification, column, firstOf, isKnown, isNotTrue, isTrue, not } from 'fusion-store'
import { ifAndOnlyIf, implies } from './conditions.js'
import { entrypoint } from './entrypoint.js'
import { features } from './features.js'
import { scored } from './scored.js'
import { KEY } from './sources.js'
import { train } from './train.js'

/**
 * What is certified in the store. An invariant states what the layers guarantee together: a changed layer, or an
 * upstream that breaks its contract, violates it.
 */
export const fusionCertification = certification({
  entrypoint,
  t0: 'edited_date',
  key: KEY,
  guarded: train,
  aliases: [scored, features],
  checked: scored,
  procedure: 'run_t0_cert_fusion_store_v1',
  pointInTime: {
    'iPhone.iphone_listings': 'strict',
    'ml.iphone_image_features_v1': {
      lateAllowed:
        'Photos are labeled after the listing was edited, for old listings too: what they show was there at T0, and gate C records the drift.',
    },
  },
  invariants: (eb) => ({
    done_within_rows: column(
      'No more finished images than images.',
      eb('img_rows_damage_done', '<=', eb.ref('img_rows_v1')),
    ),
    stock_and_real_are_done: column(
      'A finished image is a stock photo or a real one.',
      eb(eb('img_stock_cnt', '+', eb.ref('img_real_cnt')), '=', eb.ref('img_rows_damage_done')),
    ),
    stock_ratio_in_range: column(
      'A stock ratio is known exactly where an image is finished, and is between 0 and 1.',
      allOf(
        ifAndOnlyIf(isKnown(eb.ref('img_stock_ratio')), eb('img_rows_damage_done', '>', 0)),
        isNotTrue(not(eb.between('img_stock_ratio', 0, 1))),
      ),
    ),
    q2_within_real: column(
      'Good images with a level are good images, which are real ones.',
      allOf(
        eb('img_real_q2_vis_cnt', '<=', eb.ref('img_real_q2_cnt')),
        eb('img_real_q2_cnt', '<=', eb.ref('img_real_cnt')),
      ),
    ),
    q1_includes_q2: column(
      'Usable images with a level include the good ones and are real.',
      allOf(
        eb('img_real_q2_vis_cnt', '<=', eb.ref('img_real_q1_vis_cnt')),
        eb('img_real_q1_vis_cnt', '<=', eb.ref('img_real_cnt')),
      ),
    ),
    severe_within_damaged: column(
      'Images of damage 8 or more are images of damage 3 or more, which are good ones with a level.',
      allOf(
        eb('img_n_ge8_real_q2', '<=', eb.ref('img_n_ge3_real_q2')),
        eb('img_n_ge3_real_q2', '<=', eb.ref('img_real_q2_vis_cnt')),
      ),
    ),
    worst_where_seen: column(
      'The worst level is known exactly where there is an image to see it on, and good images are usable ones.',
      allOf(
        ifAndOnlyIf(isKnown(eb.ref('img_max_eff_q2')), eb('img_real_q2_vis_cnt', '>', 0)),
        ifAndOnlyIf(isKnown(eb.ref('img_max_eff_q1')), eb('img_real_q1_vis_cnt', '>', 0)),
        isNotTrue(eb('img_max_eff_q2', '>', eb.ref('img_max_eff_q1'))),
      ),
    ),
    battery_where_hit: column(
      'Screenshots give a battery health exactly where there is a hit: from 50 to 100, the lowest no more than the highest.',
      allOf(
        ifAndOnlyIf(isKnown(eb.ref('batt_img_min')), eb('batt_img_hits', '>', 0)),
        implies(
          isKnown(eb.ref('batt_img_min')),
          allOf(
            eb('batt_img_min', '>=', 50),
            eb('batt_img_max', '<=', 100),
            eb('batt_img_spread', '=', eb('batt_img_max', '-', eb.ref('batt_img_min'))),
            eb('batt_img_spread', '>=', 0),
          ),
        ),
      ),
    ),
    battery_source_is_true: column(
      'The battery health is said to come from where it is known.',
      eb(
        'batt_source',
        '=',
        firstOf<string>(
          [
            [allOf(isKnown(eb.ref('batt_img_min')), isKnown(eb.ref('batt_eff_text'))), 'both'],
            [isKnown(eb.ref('batt_img_min')), 'img_only'],
            [isKnown(eb.ref('batt_eff_text')), 'text_only'],
          ],
          'none',
        ),
      ),
    ),
    reason_is_true: column(
      'The reason code is the one whose condition holds.',
      eb(
        'img_score_reason_code',
        '=',
        firstOf<number>(
          [
            [eb('img_rows_v1', '=', 0), 1],
            [eb('img_rows_damage_done', '=', 0), 2],
            [eb('img_real_cnt', '=', 0), 3],
            [eb('img_real_q2_cnt', '=', 0), 4],
            [eb('img_real_q2_vis_cnt', '=', 0), 5],
            [eb('img_real_q2_vis_cnt', '>=', 2), 0],
            [eb('img_real_q1_vis_cnt', '>=', 2), 7],
          ],
          6,
        ),
      ),
    ),
    score_where_scored: column(
      'There is an image score exactly where the images count as scored.',
      ifAndOnlyIf(isKnown(eb.ref('img_damage_score')), eb.ref('img_damage_scored')),
    ),
    severity_never_lowered: column(
      'The corrected severity is no lower than the decided one.',
      isNotTrue(eb('text_sev_corr', '<', eb.ref('text_sev_decision'))),
    ),
    tier_in_range: column('The tier is 0 to 3.', isTrue(eb.between('damage_fused_tier', 0, 3))),
    known_where_evidence: column(
      'What is called known is known exactly where there is evidence for it.',
      allOf(
        ifAndOnlyIf(isKnown(eb.ref('damage_fused_tier_known')), eb.ref('damage_any_scored')),
        ifAndOnlyIf(
          isKnown(eb.ref('text_sev_corr_known')),
          anyOf(eb.ref('text_damage_scored'), eb.ref('batt_scored')),
        ),
      ),
    ),
  }),
})
