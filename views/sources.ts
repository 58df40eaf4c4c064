import { bigint, boolean, integer, jsonb, nullable, source, text, timestamptz } from 'fusion-store'

/** The join contract of the store: every relation is keyed by these two columns. */
export const KEY = ['generation', 'listing_id'] as const

export const listings = source('iPhone.iphone_listings', 'Second-hand listings.', {
  key: KEY,
  columns: {
    generation: integer('iPhone generation.'),
    listing_id: bigint('Listing, unique within its generation only.'),
    spam: nullable(text('Any value, the empty string included, marks spam; NULL keeps the listing.')),
    damage_ai_json: nullable(
      jsonb('What the text model said of the listing; untrusted, any JSON at any place.'),
    ),
    edited_date: nullable(timestamptz('When the listing last changed: its T0.')),
  },
})

export const images = source('ml.iphone_image_features_v1', 'What the labeler saw on each photo.', {
  key: [...KEY, 'image_index', 'feature_version'],
  columns: {
    generation: integer('iPhone generation.'),
    listing_id: bigint('Listing, unique within its generation only.'),
    image_index: integer('Position of the photo in the listing.'),
    feature_version: integer('Version of the feature pipeline; the store reads version 1.'),
    damage_done: nullable(boolean('Whether the damage pipeline finished this photo.')),
    is_stock_photo: nullable(boolean('Whether the photo is a stock picture and shows no particular phone.')),
    photo_quality_level: nullable(integer('Photo quality, 0 (useless) to 4 (excellent).')),
    background_clean_level: nullable(integer('How clean the background is, 0 to 2.')),
    visible_damage_level: nullable(integer('Visible damage, 0 (none) to 10 (destroyed).')),
    damage_on_protector_only: nullable(boolean('Whether the damage is on the screen protector alone.')),
    battery_screenshot: nullable(boolean('Whether the photo is a screenshot of the battery settings.')),
    battery_health_pct_img: nullable(integer('Battery health read from the screenshot, in percent.')),
    damage_done_at: nullable(timestamptz('When the damage pipeline finished this photo.')),
  },
})
