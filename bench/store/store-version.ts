/** One of the versions of the store, in the same database. */
export interface StoreVersion {
  readonly name: 'plain' | 'ours' | 'before'
  readonly scored: string
  readonly entrypoint: string
}

const side = (name: StoreVersion['name'], schema: string): StoreVersion => ({
  name,
  scored: `${schema}.v_damage_fusion_features_v2_scored`,
  entrypoint: `${schema}.fusion_feature_store_t0_v1_v`,
})

export const PLAIN = side('plain', 'plain')
export const OURS = side('ours', 'ml')
export const VERSIONS = [PLAIN, OURS] as const

/** The minimum that the store must read: a pass over the image table with each column that a condition uses. */
export const RAW_SCAN = `SELECT ${[
  'feature_version',
  'damage_done',
  'is_stock_photo',
  'damage_on_protector_only',
  'battery_screenshot',
  'photo_quality_level',
  'background_clean_level',
  'visible_damage_level',
  'battery_health_pct_img',
]
  .map((column) => `count(${column})`)
  .join(', ')} FROM ml.iphone_image_features_v1`
