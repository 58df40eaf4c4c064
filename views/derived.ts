import {
  allOf,
  anyOf,
  bucket,
  column,
  firstKnown,
  firstOf,
  firstOfOrNull,
  isKnown,
  isNotTrue,
  isTrue,
  layer,
  raisedTo,
} from 'fusion-store'
import { base } from './base.js'
import { ifAndOnlyIf, implies } from './conditions.js'

/** The fusion itself (spec.md, section 5): deterministic, and each step builds on the previous ones. */
export const derived = layer(
  'derived',
  'Fused battery, image score, text severity and tier.',
  { base },
  (db) => db.selectFrom('base').selectAll('base'),
)
  .columns((eb) => ({
    batt_fused: column(
      'Battery health: the lowest screenshot, else the text.',
      firstKnown(eb.ref('batt_img_min'), eb.ref('batt_eff_text')),
    ),
    batt_source: column(
      'Where batt_fused could come from: both, img_only, text_only or none.',
      firstOf(
        [
          [allOf(isKnown(eb.ref('batt_img_min')), isKnown(eb.ref('batt_eff_text'))), 'both'],
          [isKnown(eb.ref('batt_img_min')), 'img_only'],
          [isKnown(eb.ref('batt_eff_text')), 'text_only'],
        ],
        'none',
      ),
    ),
    img_damage_source_level: column(
      'Evidence behind img_damage_score: 2 good images, 1 usable images, 0 not scored.',
      firstOf(
        [
          [eb('img_real_q2_vis_cnt', '>=', 2), 2],
          [eb('img_real_q1_vis_cnt', '>=', 2), 1],
        ],
        0,
      ),
    ),
    img_score_reason_code: column(
      'Why the image score is missing or degraded: 1 no rows, 2 never finished, 3 all stock, 4 no good image, ' +
        '5 no damage level on one, 6 fewer than two of them, 7 usable images instead, 0 scored.',
      firstOf(
        [
          [eb('img_rows_v1', '=', 0), 1],
          [eb('img_rows_damage_done', '=', 0), 2],
          [eb('img_real_cnt', '=', 0), 3],
          [eb('img_real_q2_cnt', '=', 0), 4],
          [eb('img_real_q2_vis_cnt', '=', 0), 5],
          [allOf(eb('img_real_q2_vis_cnt', '<', 2), eb('img_real_q1_vis_cnt', '>=', 2)), 7],
          [eb('img_real_q2_vis_cnt', '<', 2), 6],
        ],
        0,
      ),
    ),
  }))
  .columns((eb) => ({
    batt_bucket: column(
      'Range of batt_fused.',
      bucket(
        eb.ref('batt_fused'),
        [
          [80, 'batt:<80'],
          [85, 'batt:80-84'],
          [90, 'batt:85-89'],
          [95, 'batt:90-94'],
        ],
        'batt:95-100',
      ),
    ),
    batt_lt80: column('Battery health is known and below 80.', isTrue(eb('batt_fused', '<', 80))),
    batt_ge90: column('Battery health is known and 90 or more.', isTrue(eb('batt_fused', '>=', 90))),
    img_damage_score: column(
      'Worst damage on the images that count; NULL when the images do not suffice.',
      firstOfOrNull<number>([
        [eb('img_damage_source_level', '=', 2), eb.ref('img_max_eff_q2')],
        [eb('img_damage_source_level', '=', 1), eb.ref('img_max_eff_q1')],
      ]),
    ),
  }))
  .columns((eb) => ({
    text_sev_corr: column(
      'Text severity raised to what the flags and the battery imply; never lowered.',
      raisedTo(eb.ref('text_sev_decision'), [
        [
          2,
          anyOf(
            eb.ref('batt_lt80'),
            eb.ref('txt_battery_clamp'),
            eb.ref('txt_non_oem'),
            eb.ref('txt_charging'),
          ),
        ],
        [
          3,
          anyOf(
            eb.ref('txt_glass'),
            eb.ref('txt_back_glass'),
            eb.ref('txt_lens_glass'),
            eb.ref('txt_panel_severe'),
          ),
        ],
      ]),
    ),
  }))
  .columns((eb) => ({
    damage_fused_tier: column(
      'Damage tier: 3 structural, 2 visible, 1 light, 0 otherwise, which includes unknown.',
      firstOf(
        [
          [anyOf(eb('img_max_noprotector_q2', '>=', 8), eb('text_sev_corr', '>=', 3)), 3],
          [eb('img_damage_score', '>=', 3), 2],
          [anyOf(eb('img_damage_score', '=', 2), eb('text_sev_corr', '>=', 2)), 1],
        ],
        0,
      ),
    ),
  }))
  .invariants((eb) => ({
    severe_is_structural: column(
      'A corrected severity of 3 or more is a tier of 3.',
      implies(eb('text_sev_corr', '>=', 3), eb('damage_fused_tier', '=', 3)),
    ),
    worst_is_counted: column(
      'The worst level on the glass itself is 8 or more exactly where an image of such a level is counted.',
      ifAndOnlyIf(isTrue(eb('img_max_noprotector_q2', '>=', 8)), eb('img_n_ge8_real_q2', '>', 0)),
    ),
    score_is_the_worst: column(
      'No image score is above the worst level on usable images.',
      isNotTrue(eb('img_damage_score', '>', eb.ref('img_max_eff_q1'))),
    ),
    qualities_within_real: column(
      'Real images of the five qualities are real images.',
      eb(
        eb(
          eb(
            eb(eb('img_pq0_cnt', '+', eb.ref('img_pq1_cnt')), '+', eb.ref('img_pq2_cnt')),
            '+',
            eb.ref('img_pq3_cnt'),
          ),
          '+',
          eb.ref('img_pq4_cnt'),
        ),
        '<=',
        eb.ref('img_real_cnt'),
      ),
    ),
    bucket_where_fused: column(
      'A battery health below 80 is in the lowest bucket, and no other is.',
      ifAndOnlyIf(eb.ref('batt_lt80'), isTrue(eb('batt_bucket', '=', 'batt:<80'))),
    ),
  }))
