/** Lists of features: what has to compile, and each misuse that must not. */
import { features, isKnown } from '../../src/features/index.js'
import type {
  VDamageFusionFeaturesV2ScoredByTextDamageScoredAndBattScored as ByText,
  VDamageFusionFeaturesV2ScoredEvidenceRow as Row,
  VDamageFusionFeaturesV2ScoredRow as PlainRow,
} from '../../generated/rows.js'

const list = features<Row, [ByText]>()({
  images: 'img_rows_v1',
  scored: 'img_damage_scored',
  reason: 'img_score_reason_code',
  score: { column: 'img_damage_score', unknown: NaN },
  maybe: { column: 'img_damage_score', unknown: null },
  filled: {
    column: 'img_damage_score',
    fill: 0,
    scored: 'img_damage_scored',
    reason: 'img_score_reason_code',
  },
  text: 'text_damage_scored',
  batt: 'batt_scored',
  source: { column: 'batt_source', oneHot: ['both', 'img_only', 'none', 'text_only'] },
  severity: {
    column: 'text_sev_corr_known',
    fill: 0,
    scored: ['text_damage_scored', 'batt_scored'],
    reason: 'batt_source',
  },
  tier: { column: 'damage_fused_tier_known', codes: { 0: 0, 1: 1, 2: 2, 3: 3 }, unknown: NaN },
  bucket: {
    column: 'batt_bucket',
    codes: { 'batt:<80': 0, 'batt:80-84': 1, 'batt:85-89': 2, 'batt:90-94': 3, 'batt:95-100': 4 },
    unknown: null,
  },
  asked: (row) => (isKnown(row.img_stock_ratio) ? row.img_stock_ratio * 2 : NaN),
  flagged: (row) => (row.img_damage_scored ? row.img_damage_score / 10 : null),
  isBoth: (row) => row.batt_source === 'both',
})

declare const given: Row
const read = list.of(given)
export const score: number = read.score
export const one: number = read['source=both']
export const maybe: number | null = read.maybe
// @ts-expect-error the list says that unknown is null
export const never: number = read.maybe
// @ts-expect-error one-hot features have the name of the value
export const all: number = read.source
export const names: readonly (keyof typeof read)[] = list.names

const of = features<Row>()
// @ts-expect-error what is unknown?
of({ score: 'img_damage_score' })
// @ts-expect-error what is unknown?
of({ score: { column: 'img_damage_score' } })
// @ts-expect-error 0 is a value
of({ score: { column: 'img_damage_score', unknown: 0 } })
// @ts-expect-error a fill without its flag and reason
of({ score: { column: 'img_damage_score', fill: 0 } })
of({
  // @ts-expect-error a fill without its reason
  score: { column: 'img_damage_score', fill: 0, scored: 'img_damage_scored' },
  scored: 'img_damage_scored',
})
of({
  score: {
    column: 'img_damage_score',
    fill: 0,
    // @ts-expect-error the flag is not in the list
    scored: 'img_damage_scored',
    reason: 'img_score_reason_code',
  },
  reason: 'img_score_reason_code',
})
of({
  score: {
    column: 'img_damage_score',
    fill: 0,
    scored: 'img_damage_scored',
    // @ts-expect-error the reason is not in the list
    reason: 'img_score_reason_code',
  },
  scored: 'img_damage_scored',
})
of({
  // @ts-expect-error the flag of the battery says nothing of images
  score: { column: 'img_damage_score', fill: 0, scored: 'batt_scored', reason: 'img_score_reason_code' },
  scored: 'batt_scored',
  reason: 'img_score_reason_code',
})
of({
  // @ts-expect-error the generation is not a reason
  score: { column: 'img_damage_score', fill: 0, scored: 'img_damage_scored', reason: 'generation' },
  scored: 'img_damage_scored',
  reason: 'generation',
})
of({
  // @ts-expect-error one of the two flags is not enough
  severity: { column: 'text_sev_corr_known', fill: 0, scored: 'text_damage_scored', reason: 'batt_source' },
  scored: 'text_damage_scored',
  source: { column: 'batt_source', oneHot: ['both', 'img_only', 'none', 'text_only'] },
})
features<PlainRow>()({
  score: {
    column: 'img_damage_score',
    fill: 0,
    // @ts-expect-error the plain row does not say what the flag tells
    scored: 'img_damage_scored',
    reason: 'img_score_reason_code',
  },
  scored: 'img_damage_scored',
  reason: 'img_score_reason_code',
})
// @ts-expect-error it is never unknown
of({ images: { column: 'img_rows_v1', unknown: NaN } })
// @ts-expect-error text is not a number
of({ source: 'batt_source' })
// @ts-expect-error text without listed values
of({ listing: 'listing_id' })
// @ts-expect-error there is no such column
of({ score: 'img_damage_scor' })
// @ts-expect-error there is no such column
of({ score: { column: 'img_damage_scor', unknown: NaN } })
// @ts-expect-error there is no such setting
of({ score: { column: 'img_damage_score', unknown: NaN, unkown: 1 } })
of({
  bucket: {
    column: 'batt_bucket',
    // @ts-expect-error a bucket is missing
    codes: { 'batt:<80': 0, 'batt:80-84': 1, 'batt:85-89': 2, 'batt:90-94': 3 },
    unknown: NaN,
  },
})
// @ts-expect-error a source is missing
of({ source: { column: 'batt_source', oneHot: ['both', 'img_only', 'none'] } })
// @ts-expect-error there is no such source
of({ source: { column: 'batt_source', oneHot: ['both', 'img_only', 'none', 'text_only', 'image_only'] } })
// @ts-expect-error tiers are numbers
of({ tier: { column: 'damage_fused_tier', codes: { tier0: 0, tier1: 1, tier2: 2, tier3: 3 } } })
// @ts-expect-error unknown is not 0
of({ score: (row) => row.img_damage_score ?? 0 })
// @ts-expect-error unknown is not 0
of({ score: (row) => row.img_damage_score || 0 })
// @ts-expect-error an unknown score is not a number
of({ score: (row) => row.img_damage_score * 2 })
// @ts-expect-error an unknown score is not a number
of({ score: (row) => row.img_damage_score + 2 })
// @ts-expect-error an unknown score has no order
of({ score: (row) => row.img_damage_score > 2 })
// @ts-expect-error an unknown score is not a number
of({ score: (row) => Math.max(row.img_damage_score, 2) })
// @ts-expect-error it is unknown where the flag is false
of({ score: (row) => (row.img_damage_scored ? 0 : row.img_damage_score) })
// @ts-expect-error text is not a number
of({ source: (row) => row.batt_source })
