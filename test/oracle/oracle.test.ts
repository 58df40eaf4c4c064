import { describe, expect, test } from 'vitest'
import { ENTRYPOINT_COLUMNS, SCORED_COLUMNS } from './columns.js'
import { damages, image, listing, score } from './make.js'
import { entrypointOracle, oracle } from './oracle.js'

describe('rows', () => {
  test('have the 59 columns in order', () => {
    expect(Object.keys(score(null))).toEqual(SCORED_COLUMNS)
    expect(SCORED_COLUMNS).toHaveLength(59)
    expect(Object.keys(entrypointOracle([listing()], [])[0] ?? {})).toEqual(ENTRYPOINT_COLUMNS)
  })

  test('leave out spam, be its text empty', () => {
    const kept = oracle([listing({ spam: '' }), listing({ spam: 'x', listing_id: '2' })], damages([5]))
    expect(kept).toEqual([])
  })

  test('come by generation, then by the value of the id', () => {
    const keys = [
      [12, '9'],
      [11, '10'],
      [11, '9'],
      [11, '-9223372036854775808'],
      [-1, '9223372036854775807'],
      [11, '9223372036854775806'],
      [11, '9223372036854775807'],
    ] as const
    const rows = oracle(
      keys.map(([generation, listing_id]) => listing({ generation, listing_id })),
      [],
    )
    expect(rows.map((row) => `${row.generation} ${row.listing_id}`)).toEqual([
      '-1 9223372036854775807',
      '11 -9223372036854775808',
      '11 9',
      '11 10',
      '11 9223372036854775806',
      '11 9223372036854775807',
      '12 9',
    ])
  })

  test('take images by both halves of the key, and none without a listing', () => {
    const images = [image(), image({ generation: 14, image_index: 1 }), image({ listing_id: '2' })]
    const rows = oracle([listing(), listing({ generation: 14 }), listing({ generation: 15 })], images)
    expect(rows.map((row) => row.img_rows_v1)).toEqual([1, 1, 0])
  })

  test('of the entrypoint are those with a date', () => {
    const rows = entrypointOracle([listing({ edited_date: null }), listing({ listing_id: '2' })], [])
    expect(rows).toMatchObject([{ listing_id: '2', edited_date: new Date('2025-06-30T12:00:00Z') }])
  })

  test('of a dated spam listing stay out of the entrypoint', () => {
    expect(entrypointOracle([listing({ spam: '' })], [])).toEqual([])
  })
})

describe('unknown and zero', () => {
  test('a listing about which nothing is known', () => {
    expect(score(null)).toEqual({
      generation: 13,
      listing_id: '1',
      img_rows_v1: 0,
      img_rows_damage_done: 0,
      img_stock_cnt: 0,
      img_real_cnt: 0,
      img_stock_ratio: null,
      img_pq0_cnt: 0,
      img_pq1_cnt: 0,
      img_pq2_cnt: 0,
      img_pq3_cnt: 0,
      img_pq4_cnt: 0,
      img_pq_avg_real: null,
      img_bg0_cnt: 0,
      img_bg1_cnt: 0,
      img_bg2_cnt: 0,
      img_bg_avg_real: null,
      img_real_q2_cnt: 0,
      img_real_q2_vis_cnt: 0,
      img_real_q1_vis_cnt: 0,
      img_max_eff_q2: null,
      img_max_eff_q1: null,
      img_max_noprotector_q2: null,
      img_n_ge3_real_q2: 0,
      img_n_ge8_real_q2: 0,
      batt_img_min: null,
      batt_img_max: null,
      batt_img_spread: null,
      batt_img_hits: 0,
      batt_eff_text: null,
      text_damage_scored: false,
      text_sev_decision: null,
      text_bin_decision: null,
      txt_no_wear_global: false,
      txt_protector_only: false,
      txt_glass: false,
      txt_back_glass: false,
      txt_lens_glass: false,
      txt_panel_severe: false,
      txt_light_panel: false,
      txt_charging: false,
      txt_non_oem: false,
      txt_battery_clamp: false,
      batt_fused: null,
      batt_source: 'none',
      img_damage_source_level: 0,
      img_damage_score: null,
      img_score_reason_code: 1,
      text_sev_corr: 0,
      batt_bucket: null,
      batt_lt80: false,
      batt_ge90: false,
      damage_fused_tier: 0,
      img_damage_scored: false,
      batt_scored: false,
      damage_any_scored: false,
      text_sev_raw_known: null,
      text_sev_corr_known: null,
      damage_fused_tier_known: null,
    })
  })

  test('a clean phone on two good photos is a known zero', () => {
    expect(score(null, damages([0, 0]))).toMatchObject({
      img_damage_score: 0,
      damage_any_scored: true,
      damage_fused_tier_known: 0,
      text_sev_corr_known: null,
    })
  })

  test('an empty decision is a decision: its corrected severity is a known zero, its raw one unknown', () => {
    expect(score('{"decision": {}}')).toMatchObject({
      text_damage_scored: true,
      text_sev_decision: null,
      text_sev_raw_known: null,
      text_sev_corr_known: 0,
      damage_fused_tier_known: 0,
    })
  })

  test('a battery alone makes the corrected severity known, not the raw one', () => {
    expect(score('{"battery_effective": 79}')).toMatchObject({
      text_damage_scored: false,
      batt_scored: true,
      text_sev_raw_known: null,
      text_sev_corr_known: 2,
      damage_fused_tier_known: 1,
    })
  })

  test.each(['{"decision": null}', '{"decision": [{"sev": 3}]}', '{"decision": "sev"}', '[]', 'null', '3'])(
    'no decision in %s',
    (json) => {
      const row = score(json)
      expect(row).toMatchObject({ text_damage_scored: false, text_sev_decision: null, text_sev_corr: 0 })
      expect(row).toMatchObject({ damage_any_scored: false, damage_fused_tier_known: null })
    },
  )
})
