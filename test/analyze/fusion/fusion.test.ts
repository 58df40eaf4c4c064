import { startPglite } from '../../support/pglite.js'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyzeProject } from '../../support/analyze-project.js'
import type { AnalyzedColumn, AnalyzedRelation } from '../../../src/model/analyzed-project.js'
import { resolveViews } from '../../../src/resolve/index.js'
import { project, source, view } from '../support/project.js'
import { sessionOf } from '../support/session.js'

const sql = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

const listings = source(
  'iPhone.iphone_listings',
  [
    'generation integer NOT NULL',
    'listing_id bigint NOT NULL',
    'spam text',
    'damage_ai_json jsonb',
    'edited_date timestamp with time zone',
  ],
  ['generation', 'listing_id'],
)
const images = source(
  'ml.iphone_image_features_v1',
  [
    'generation integer NOT NULL',
    'listing_id bigint NOT NULL',
    'image_index integer NOT NULL',
    'feature_version integer NOT NULL',
    'damage_done boolean',
    'is_stock_photo boolean',
    'damage_on_protector_only boolean',
    'battery_screenshot boolean',
    'photo_quality_level integer',
    'background_clean_level integer',
    'visible_damage_level integer',
    'battery_health_pct_img integer',
    'damage_done_at timestamp with time zone',
  ],
  ['generation', 'listing_id', 'image_index', 'feature_version'],
)
const features = 'ml.v_damage_fusion_features_v2'
const scored = `${features}_scored`
const entrypoint = 'ml.fusion_feature_store_t0_v1_v'
const store = project(
  [listings, images],
  [
    view(features, sql('features.sql'), ['iPhone.iphone_listings', 'ml.iphone_image_features_v1']),
    view(scored, sql('scored.sql'), [features]),
    view(entrypoint, sql('entrypoint.sql'), ['iPhone.iphone_listings', scored]),
  ],
)

const neverNull = `
  generation listing_id
  img_rows_v1 img_rows_damage_done img_stock_cnt img_real_cnt
  img_pq0_cnt img_pq1_cnt img_pq2_cnt img_pq3_cnt img_pq4_cnt img_bg0_cnt img_bg1_cnt img_bg2_cnt
  img_real_q2_cnt img_real_q2_vis_cnt img_real_q1_vis_cnt img_n_ge3_real_q2 img_n_ge8_real_q2 batt_img_hits
  text_damage_scored
  txt_no_wear_global txt_protector_only txt_glass txt_back_glass txt_lens_glass txt_panel_severe txt_light_panel
  txt_charging txt_non_oem txt_battery_clamp
  batt_source batt_lt80 batt_ge90
  img_damage_source_level img_score_reason_code text_sev_corr damage_fused_tier
  img_damage_scored batt_scored damage_any_scored
`
  .trim()
  .split(/\s+/)

const relations = new Map<string, AnalyzedRelation>()

beforeAll(async () => {
  const db = await startPglite()
  const resolution = await resolveViews(sessionOf(db), store)
  await db.close()
  const { project: analyzed, diagnostics } = analyzeProject(store, resolution)
  const withoutDeclaredColumns = diagnostics.filter(({ code }) => code !== 'FS204')
  expect(withoutDeclaredColumns).toEqual([])
  for (const relation of analyzed.relations) relations.set(`${relation.schema}.${relation.name}`, relation)
})

afterAll(() => relations.clear())

const columnsOf = (name: string): readonly AnalyzedColumn[] => relations.get(name)?.columns ?? []
const column = (relation: string, name: string): AnalyzedColumn | undefined =>
  columnsOf(relation).find((one) => one.name === name)

describe('the fusion store', () => {
  test('has the nullability of all 59 columns right', () => {
    const columns = columnsOf(scored)
    expect(columns).toHaveLength(59)
    const right = columns.filter(({ name, nullability }) => nullability.nullable !== neverNull.includes(name))
    expect(columns.filter((one) => !right.includes(one)).map(({ name }) => name)).toEqual([])
    expect(right).toHaveLength(59)
  })

  test('says why the others can be NULL', () => {
    const reason = (name: string) => {
      const nullability = column(scored, name)?.nullability
      return nullability?.nullable ? nullability.because : undefined
    }
    expect(reason('img_stock_ratio')).toBe('NULLIF gives NULL when both are equal')
    expect(reason('img_pq_avg_real')).toBe('sum over a possibly empty set')
    expect(reason('batt_img_min')).toBe('min over a possibly empty set')
    expect(reason('img_max_eff_q2')).toBe('max over a possibly empty set: its FILTER may let nothing through')
    expect(reason('damage_fused_tier_known')).toBe('no WHEN of the CASE may hold')
  })

  test('has the types of spec.md', () => {
    const types = new Map(columnsOf(scored).map(({ name, type }) => [name, type.sql]))
    for (const [name, type] of types) {
      const expected =
        name === 'listing_id'
          ? 'bigint'
          : /_ratio$|_avg_/.test(name)
            ? 'double precision'
            : /^txt_|_scored$|_lt80$|_ge90$/.test(name)
              ? 'boolean'
              : /^batt_(source|bucket)$/.test(name)
                ? 'text'
                : 'integer'
      expect([name, type]).toEqual([name, expected])
    }
  })

  test('has the values that spec.md gives each of the 59 columns', () => {
    const counts = columnsOf(scored).filter(({ name }) => /_cnt$|_rows_|_hits$|^img_n_ge/.test(name))
    expect(counts).toHaveLength(18)
    const expected: Record<string, unknown> = {
      ...Object.fromEntries(counts.map(({ name }) => [name, { min: 0, max: null }])),
      batt_img_min: { min: 50, max: 100 },
      batt_img_max: { min: 50, max: 100 },
      batt_img_spread: { min: 0, max: 50 },
      batt_source: { oneOf: ['both', 'img_only', 'none', 'text_only'] },
      batt_bucket: { oneOf: ['batt:80-84', 'batt:85-89', 'batt:90-94', 'batt:95-100', 'batt:<80'] },
      img_damage_source_level: { oneOf: [0, 1, 2] },
      img_score_reason_code: { oneOf: [0, 1, 2, 3, 4, 5, 6, 7] },
      damage_fused_tier: { oneOf: [0, 1, 2, 3] },
      damage_fused_tier_known: { oneOf: [0, 1, 2, 3] },
    }
    const found = columnsOf(scored).flatMap(({ name, values }) => (values ? [[name, values] as const] : []))
    expect(Object.fromEntries(found)).toEqual(expected)
  })

  describe('knows what is known together', () => {
    /** Cases of the group that some columns tell apart, each as the states of its columns by name. */
    const casesBy = (...by: string[]) =>
      relations
        .get(scored)
        ?.evidence?.find((group) => group.by.join() === by.join())
        ?.cases.map((states) =>
          Object.fromEntries(
            states.map(({ name, known, values }) => [
              name,
              known === 'never' ? null : values !== undefined && 'oneOf' in values ? values.oneOf : known,
            ]),
          ),
        )

    test('images: a score comes with its level, and with the reason codes that can occur', () => {
      expect(casesBy('img_damage_scored')).toEqual([
        expect.objectContaining({
          img_damage_scored: [true],
          img_damage_score: 'always',
          img_damage_source_level: [1, 2],
          // 4: no good image, and yet enough usable ones. 5: the same with good images that show no level.
          img_score_reason_code: [0, 4, 5, 7],
        }),
        expect.objectContaining({
          img_damage_scored: [false],
          img_damage_score: null,
          img_damage_source_level: [0],
          img_score_reason_code: [1, 2, 3, 4, 5, 6],
        }),
      ])
    })

    test('battery: each source has its own evidence', () => {
      const cases = casesBy('batt_source') ?? []
      const known = Object.fromEntries(
        cases.map((one) => [
          String(one['batt_source']),
          [
            'batt_img_min',
            'batt_img_max',
            'batt_img_spread',
            'batt_eff_text',
            'batt_fused',
            'batt_bucket',
          ].filter((name) => one[name] !== null),
        ]),
      )
      const image = ['batt_img_min', 'batt_img_max', 'batt_img_spread']
      const fused = ['batt_fused', 'batt_bucket']
      expect(known).toEqual({
        both: [...image, 'batt_eff_text', ...fused],
        img_only: [...image, ...fused],
        text_only: ['batt_eff_text', ...fused],
        none: [],
      })
      expect(cases.map((one) => [one['batt_source'], one['batt_scored']])).toEqual([
        [['both'], [true]],
        [['img_only'], [true]],
        [['none'], [false]],
        [['text_only'], [true]],
      ])
    })

    test('text and battery: the corrected severity is known where either is', () => {
      const cases = casesBy('text_damage_scored', 'batt_scored') ?? []
      const states = cases.map((one) => [
        one['text_damage_scored'],
        one['batt_scored'],
        one['text_sev_corr_known'] !== null,
      ])
      expect(states).toEqual([
        [[true], [true], true],
        [[true], [false], true],
        [[false], [true], true],
        [[false], [false], false],
      ])
    })

    test('everything: a tier is known where anything is scored, and nothing is where nothing is', () => {
      expect(casesBy('damage_any_scored')).toEqual([
        expect.objectContaining({ damage_any_scored: [true], damage_fused_tier_known: [0, 1, 2, 3] }),
        expect.objectContaining({
          damage_any_scored: [false],
          damage_fused_tier_known: null,
          img_damage_scored: [false],
          text_damage_scored: [false],
          batt_scored: [false],
          batt_source: ['none'],
        }),
      ])
    })

    test('stock photos: a ratio is known where an image is finished', () => {
      expect(casesBy('img_stock_ratio')).toEqual([
        expect.objectContaining({ img_stock_ratio: null, img_rows_damage_done: [0] }),
        expect.objectContaining({ img_stock_ratio: 'always', img_rows_damage_done: 'always' }),
      ])
    })
  })

  test('the entrypoint knows that its dates are there', () => {
    expect(column(entrypoint, 'edited_date')).toMatchObject({
      type: { schema: 'pg_catalog', name: 'timestamptz', sql: 'timestamp with time zone' },
      nullability: { nullable: false },
      lineage: [{ relation: 'iPhone.iphone_listings', column: 'edited_date' }],
    })
  })

  test('traces columns to the source columns behind them', () => {
    const names = (columnName: string) => column(features, columnName)?.lineage.map((ref) => ref.column)
    expect(names('generation')).toEqual(['generation'])
    expect(names('txt_glass')).toEqual(['damage_ai_json'])
    expect(names('batt_fused')).toEqual([
      'damage_ai_json',
      'generation',
      'listing_id',
      'battery_health_pct_img',
      'battery_screenshot',
      'feature_version',
      'generation',
      'listing_id',
    ])
    const values = (columnName: string) =>
      column(features, columnName)?.lineage.flatMap((ref) => (ref.role === 'condition' ? [] : [ref.column]))
    expect(values('batt_fused')).toEqual(['damage_ai_json', 'battery_health_pct_img'])
    expect(values('img_damage_score')).toEqual(['visible_damage_level'])
    expect(values('img_damage_source_level')).toEqual([])
    expect(relations.get(features)?.rowLineage).toEqual([
      { relation: 'iPhone.iphone_listings', column: 'spam' },
    ])
    expect(relations.get(entrypoint)?.rowLineage).toEqual([
      { relation: 'iPhone.iphone_listings', column: 'edited_date' },
      { relation: 'iPhone.iphone_listings', column: 'generation' },
      { relation: 'iPhone.iphone_listings', column: 'listing_id' },
      { relation: scored, column: 'generation' },
      { relation: scored, column: 'listing_id' },
    ])
    expect(relations.get(entrypoint)?.dependsOn).toEqual([
      { schema: 'iPhone', name: 'iphone_listings' },
      { schema: 'ml', name: 'v_damage_fusion_features_v2_scored' },
    ])
  })
})
