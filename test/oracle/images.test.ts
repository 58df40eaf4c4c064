import { describe, expect, test } from 'vitest'
import type { ImageRow } from '../../scripts/upstream/index.js'
import { damages, image, photos, score } from './make.js'

const shot = (battery_health_pct_img: number | null): Partial<ImageRow> => ({
  battery_screenshot: true,
  battery_health_pct_img,
})

describe('counts', () => {
  test('only version 1 counts', () => {
    const row = score(null, [image({ feature_version: 2 }), image({ feature_version: 0, image_index: 1 })])
    expect(row).toMatchObject({ img_rows_v1: 0, img_score_reason_code: 1 })
  })

  test('unknown stock counts as real, unknown done as not done', () => {
    const row = score(
      null,
      photos({ is_stock_photo: null }, { is_stock_photo: true }, { damage_done: null, is_stock_photo: true }),
    )
    expect(row).toMatchObject({ img_rows_v1: 3, img_rows_damage_done: 2, img_stock_cnt: 1, img_real_cnt: 1 })
    expect(row.img_stock_ratio).toBe(0.5)
  })

  test('the stock ratio is null when nothing is done and 0 when nothing is stock', () => {
    expect(score(null, [image({ damage_done: false })]).img_stock_ratio).toBeNull()
    expect(score(null, [image()]).img_stock_ratio).toBe(0)
    expect(score(null, photos({ is_stock_photo: true }, {}, {})).img_stock_ratio).toBe(1 / 3)
  })

  test('means skip the unknown and take what is out of range', () => {
    const levels = [0, 4, 9, null, -2]
    const row = score(null, photos(...levels.map((photo_quality_level) => ({ photo_quality_level }))))
    expect(row).toMatchObject({ img_pq0_cnt: 1, img_pq4_cnt: 1, img_pq1_cnt: 0, img_real_cnt: 5 })
    expect(row.img_pq_avg_real).toBe(11 / 4)
    // 9 and 4 are good, -2, 0 and unknown are not.
    expect(row.img_real_q2_cnt).toBe(2)
  })

  test('means are of real photos only', () => {
    const row = score(
      null,
      photos({ background_clean_level: 2 }, { background_clean_level: 0, is_stock_photo: true }),
    )
    expect(row).toMatchObject({ img_bg0_cnt: 0, img_bg2_cnt: 1, img_bg_avg_real: 2 })
  })
})

describe('protector', () => {
  test('damage on the protector is 0, and no damage of the phone', () => {
    const row = score(null, damages([9, 9], { damage_on_protector_only: true }))
    expect(row).toMatchObject({
      img_real_q2_vis_cnt: 2,
      img_max_eff_q2: 0,
      img_max_noprotector_q2: null,
      img_n_ge8_real_q2: 0,
      img_damage_score: 0,
      damage_fused_tier: 0,
    })
  })

  test('without a damage value there is nothing to be 0', () => {
    const row = score(null, damages([null, null], { damage_on_protector_only: true }))
    expect(row).toMatchObject({ img_real_q2_vis_cnt: 0, img_max_eff_q2: null })
  })

  test('an unknown protector is none', () => {
    const row = score(null, damages([8, 3], { damage_on_protector_only: null }))
    expect(row).toMatchObject({ img_max_noprotector_q2: 8, img_n_ge3_real_q2: 2, img_n_ge8_real_q2: 1 })
  })

  test('a protector among negative levels is the maximum', () => {
    const images = photos(
      { visible_damage_level: -4 },
      { visible_damage_level: 5, damage_on_protector_only: true },
    )
    expect(score(null, images)).toMatchObject({ img_max_eff_q2: 0, img_max_noprotector_q2: -4 })
  })
})

describe('source level and reason code', () => {
  const q1 = { photo_quality_level: 1, visible_damage_level: 4 }
  const q2 = { photo_quality_level: 2, visible_damage_level: 2 }
  const blind = { photo_quality_level: 4, visible_damage_level: null }
  test.each([
    [1, 0, 'no rows', []],
    [2, 0, 'never done', [{ damage_done: false }, { damage_done: null }]],
    [3, 0, 'all stock', [{ ...q2, is_stock_photo: true }]],
    [4, 0, 'one photo, and that is Q1', [q1]],
    [4, 1, 'two Q1 photos: degraded, scored all the same', [q1, q1]],
    [4, 0, 'quality unknown is neither', [{ ...q2, photo_quality_level: null }]],
    [5, 0, 'Q2 without a value', [blind]],
    [5, 1, 'Q2 without a value beside two of Q1', [blind, q1, q1]],
    [6, 0, 'one Q2 value', [q2]],
    [6, 0, 'one Q2 value beside unknown ones', [q2, blind, blind]],
    [7, 1, 'one Q2 value and one of Q1', [q2, q1]],
    [0, 2, 'two Q2 values', [q2, q2]],
    [0, 2, 'two Q2 values beside Q1', [q2, q2, q1]],
  ] as const)('%i at level %i: %s', (reason, level, _, overs) => {
    const row = score(null, photos(...overs))
    expect(row).toMatchObject({ img_score_reason_code: reason, img_damage_source_level: level })
    expect(row.img_damage_scored).toBe(level > 0)
    expect(row.img_damage_score).toBe([null, 4, 2][level])
  })
})

describe('battery screenshots', () => {
  test('both ends of 50..100 count, their neighbors do not', () => {
    const row = score(null, photos(shot(49), shot(50), shot(100), shot(101), shot(null), shot(-2147483648)))
    expect(row).toMatchObject({ batt_img_min: 50, batt_img_max: 100, batt_img_spread: 50, batt_img_hits: 2 })
  })

  test('one hit has a spread of 0', () => {
    expect(score(null, photos(shot(88)))).toMatchObject({ batt_img_spread: 0, batt_source: 'img_only' })
  })

  test('a screenshot counts before the damage pipeline is done, and as a stock photo', () => {
    const images = photos({ ...shot(81), damage_done: null }, { ...shot(90), is_stock_photo: true })
    expect(score(null, images)).toMatchObject({ batt_img_min: 81, batt_img_max: 90 })
  })

  test('other versions and other photos do not count', () => {
    const images = photos({ ...shot(81), feature_version: 2 }, { battery_health_pct_img: 80 })
    expect(score(null, images)).toMatchObject({ batt_img_hits: 0, batt_img_spread: null, batt_scored: false })
  })

  test('the screenshot goes before the text', () => {
    expect(score('{"battery_effective": 95}', photos(shot(70)))).toMatchObject({
      batt_fused: 70,
      batt_source: 'both',
      batt_lt80: true,
      batt_ge90: false,
    })
  })
})
