import type { ProjectSettings } from 'fusion-store'

const LISTINGS = 4000
const SEED = 1

/** A few thousand invented listings, and the validation queries of the store's documentation (section 10). */
export const demo: NonNullable<ProjectSettings['demo']> = {
  // Imported when the demo runs: a build does not need the generator and should not depend on it.
  load: async () => {
    const upstream = await import('./upstream/index.js')
    const groups = () => upstream.generateUpstream({ seed: SEED, listings: LISTINGS, mode: 'realistic' })
    const { copyLines, imageRows, listingRows, IMAGE_COLUMNS, LISTING_COLUMNS } = upstream
    return [
      {
        relation: 'iPhone.iphone_listings',
        columns: LISTING_COLUMNS,
        chunks: copyLines(listingRows(groups())),
      },
      {
        relation: 'ml.iphone_image_features_v1',
        columns: IMAGE_COLUMNS,
        chunks: copyLines(imageRows(groups())),
      },
    ]
  },
  queries: [
    {
      title: 'Share of listings that each signal scores',
      sql: `
        SELECT
          avg(img_damage_scored::int)::float8 AS pct_img_scored,
          avg(text_damage_scored::int)::float8 AS pct_text_scored,
          avg(batt_scored::int)::float8 AS pct_batt_scored,
          avg(damage_any_scored::int)::float8 AS pct_any_scored
        FROM ml.v_damage_fusion_features_v2_scored`,
    },
    {
      title: 'Why images are not scored or degraded: img_score_reason_code',
      sql: `
        SELECT img_score_reason_code, count(*) AS n
        FROM ml.v_damage_fusion_features_v2
        GROUP BY 1
        ORDER BY 1`,
    },
    {
      title: 'Duplicate keys (there must be none)',
      sql: `
        SELECT generation, listing_id, count(*) AS n
        FROM ml.v_damage_fusion_features_v2_scored
        GROUP BY 1, 2
        HAVING count(*) > 1
        LIMIT 20`,
    },
    {
      title: 'Zero is not unknown: damage_fused_tier beside damage_fused_tier_known',
      sql: `
        SELECT damage_fused_tier, damage_fused_tier_known, damage_any_scored, count(*) AS n
        FROM ml.v_damage_fusion_features_v2_scored
        GROUP BY 1, 2, 3
        ORDER BY 1, 2, 3`,
    },
  ],
}
