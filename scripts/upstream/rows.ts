/** A row of `"iPhone".iphone_listings`, its columns in table order. */
export interface ListingRow {
  readonly generation: number
  /** A bigint as decimal text: a double cannot hold the ids near the ends of its range. */
  readonly listing_id: string
  readonly spam: string | null
  /** JSON text as the model wrote it, so that `1e2`, `-0`, `80.0` and repeated keys reach the database unchanged. */
  readonly damage_ai_json: string | null
  /** ISO 8601 in UTC (`2025-06-30T23:59:59.999Z`, up to six fraction digits). */
  readonly edited_date: string | null
}

/** A row of `ml.iphone_image_features_v1`, its columns in table order. */
export interface ImageRow {
  readonly generation: number
  readonly listing_id: string
  readonly image_index: number
  readonly feature_version: number
  readonly damage_done: boolean | null
  readonly is_stock_photo: boolean | null
  readonly damage_on_protector_only: boolean | null
  readonly battery_screenshot: boolean | null
  readonly photo_quality_level: number | null
  readonly background_clean_level: number | null
  readonly visible_damage_level: number | null
  readonly battery_health_pct_img: number | null
  /** ISO 8601 in UTC, or any other spelling that timestamptz reads, such as `infinity`. */
  readonly damage_done_at: string | null
}

/** A listing with its images. `listing` is null for images whose listing was never imported. */
export interface UpstreamGroup {
  readonly listing: ListingRow | null
  readonly images: readonly ImageRow[]
}

export const LISTING_COLUMNS = [
  'generation',
  'listing_id',
  'spam',
  'damage_ai_json',
  'edited_date',
] as const satisfies readonly (keyof ListingRow)[]

export const IMAGE_COLUMNS = [
  'generation',
  'listing_id',
  'image_index',
  'feature_version',
  'damage_done',
  'is_stock_photo',
  'damage_on_protector_only',
  'battery_screenshot',
  'photo_quality_level',
  'background_clean_level',
  'visible_damage_level',
  'battery_health_pct_img',
  'damage_done_at',
] as const satisfies readonly (keyof ImageRow)[]
