import { describe, expect, test } from 'vitest'
import { damages, score } from './make.js'

const oneFlag = (flag: string, sev: number): string =>
  `{"decision": {"sev": ${sev}, "meta": {"${flag}": true}}}`
const sev = (n: number): string => `{"decision": {"sev": ${n}}}`

describe('int', () => {
  test.each([
    ['85', 85],
    ['"85"', 85],
    ['0', 0],
    ['-0', 0],
    ['1e2', 100],
    ['8.5e1', 85],
    ['"00085"', 85],
    [`"${'0'.repeat(50)}85"`, 85],
    ['2147483647', 2147483647],
    ['85.0', null],
    ['850e-1', null],
    ['-0.0', null],
    ['1e-2', null],
    ['2147483648', null],
    ['99999999999', null],
    ['-5', null],
    ['"1e2"', null],
    ['"+5"', null],
    ['" 85"', null],
    ['"85\\n"', null],
    ['"٨٥"', null],
    ['"８５"', null],
    ['"85%"', null],
    ['""', null],
    ['true', null],
    ['null', null],
    ['[85]', null],
    ['{"a":1}', null],
  ])('battery_effective %s is %s', (json, expected) => {
    expect(score(`{"battery_effective": ${json}}`).batt_eff_text).toBe(expected)
  })

  test('sev and bin are read the same way', () => {
    expect(score('{"decision": {"sev": "2", "bin": 1e0}}')).toMatchObject({
      text_sev_decision: 2,
      text_bin_decision: 1,
      text_sev_raw_known: 2,
    })
  })
})

describe('flag', () => {
  test.each([
    'true',
    '"true"',
    '"T"',
    '"tru"',
    '"tr"',
    '" yes "',
    '"YeS\\t"',
    '"ye"',
    '"y"',
    '"on"',
    '"oN\\r\\n"',
  ])('%s is true', (json) => expect(score(`{"decision":{"meta":{"glass":${json}}}}`).txt_glass).toBe(true))
  test.each(['1', '"1"', '1e0', '" 1 "', '"\\u000bt\\f"', '"\\u0074rue"'])('%s is true', (json) =>
    expect(score(`{"decision":{"meta":{"glass":${json}}}}`).txt_glass).toBe(true),
  )
  test.each([
    'false',
    'null',
    '"false"',
    '"o"',
    '"of"',
    '"off"',
    '"n"',
    '0',
    '"0"',
    '"01"',
    '1.0',
    '10e-1',
    '-1',
    '""',
    '" "',
    '"maybe"',
    '"truee"',
    '"true true"',
    '[true]',
    '{}',
    '"\\u00a0true"',
    '"yes\\u2003"',
    '"yeſ"',
    '"ＴＲＵＥ"',
  ])('%s is false', (json) => expect(score(`{"decision":{"meta":{"glass":${json}}}}`).txt_glass).toBe(false))

  test.each(['null', '[]', '["glass"]', '"glass"', '{}', '[{"glass": true}]'])(
    'no flags in meta %s',
    (meta) => {
      const row = score(`{"decision": {"meta": ${meta}}}`)
      expect(row).toMatchObject({ text_damage_scored: true, txt_glass: false, text_sev_corr: 0 })
    },
  )
})

describe('members', () => {
  test('the last of repeated keys counts, a null included', () => {
    expect(score('{"decision": {"sev": 3}, "decision": null}')).toMatchObject({ text_damage_scored: false })
    expect(score('{"decision": {"sev": 3, "\\u0073ev": 1}}')).toMatchObject({ text_sev_decision: 1 })
  })

  test('keys of JavaScript objects are no keys', () => {
    expect(score('{"__proto__": {"decision": {"sev": 3}}}')).toMatchObject({ text_sev_decision: null })
    expect(score('{"decision": {"meta": {"__proto__": {"glass": true}}}}')).toMatchObject({
      txt_glass: false,
    })
  })

  test('flags stand in meta, not beside it', () => {
    expect(score('{"decision": {"glass": true}, "meta": {"glass": true}}')).toMatchObject({
      txt_glass: false,
    })
  })
})

describe('corrected severity', () => {
  test.each(['battery_clamp', 'non_oem', 'charging'])('%s lifts to 2 and lowers nothing', (flag) => {
    expect(score(oneFlag(flag, 0))).toMatchObject({
      text_sev_corr: 2,
      text_sev_raw_known: 0,
      damage_fused_tier: 1,
    })
    expect(score(oneFlag(flag, 7)).text_sev_corr).toBe(7)
  })

  test.each(['glass', 'back_glass', 'lens_glass', 'panel_severe'])('%s lifts to 3', (flag) => {
    expect(score(oneFlag(flag, 1))).toMatchObject({ text_sev_corr: 3, damage_fused_tier: 3 })
  })

  test.each(['no_wear_global', 'protector_only', 'light_panel'])('%s changes nothing', (flag) => {
    expect(score(oneFlag(flag, 1)).text_sev_corr).toBe(1)
  })

  test.each([
    [79, 'batt:<80', 2],
    [0, 'batt:<80', 2],
    [80, 'batt:80-84', 0],
    [84, 'batt:80-84', 0],
    [85, 'batt:85-89', 0],
    [90, 'batt:90-94', 0],
    [95, 'batt:95-100', 0],
    [2147483647, 'batt:95-100', 0],
  ] as const)('a battery of %i falls in %s and lifts to %i', (percent, bucket, severity) => {
    const row = score(`{"battery_effective": ${percent}}`)
    expect(row).toMatchObject({ batt_bucket: bucket, text_sev_corr: severity, batt_source: 'text_only' })
    expect(row.batt_ge90).toBe(percent >= 90)
  })
})

describe('fused tier', () => {
  test.each([
    [0, 'nothing anywhere', null, [0, 1]],
    [0, 'a light text', sev(1), [1, 1]],
    [1, 'image score 2', null, [2, 0]],
    [1, 'text 2', sev(2), [0, 0]],
    [2, 'image score 3', null, [3, 0]],
    [2, 'image score 7 over text 2', sev(2), [7, 0]],
    [3, 'structural image', null, [8, 0]],
    [3, 'structural image, though one photo is too few for a score', null, [8]],
    [3, 'text 3 over a clean image', sev(3), [0, 0]],
    [3, 'text far above', sev(2147483647), []],
  ] as const)('%i: %s', (tier, _, json, levels) => {
    expect(score(json, damages(levels)).damage_fused_tier).toBe(tier)
  })

  test('one structural photo is no evidence: the tier is 3, the known tier is null', () => {
    expect(score(null, damages([8]))).toMatchObject({ damage_fused_tier: 3, damage_fused_tier_known: null })
  })

  test('Q1 photos give a score but never a structural tier', () => {
    const row = score(null, damages([9, 9], { photo_quality_level: 1 }))
    expect(row).toMatchObject({ img_damage_score: 9, img_max_noprotector_q2: null, damage_fused_tier: 2 })
  })
})
