import type { ImageRow, ListingRow } from '../../scripts/upstream/index.js'
import { oracle } from './oracle.js'
import type { ScoredRow } from './rows.js'

const KEY = { generation: 13, listing_id: '1' } as const

/** A listing that says nothing, but for what the case is about. */
export function listing(over: Partial<ListingRow> = {}): ListingRow {
  return { ...KEY, spam: null, damage_ai_json: null, edited_date: '2025-06-30T12:00:00.000Z', ...over }
}

/** A finished, real, good photo without a damage value, but for what the case is about. */
export function image(over: Partial<ImageRow> = {}): ImageRow {
  return {
    ...KEY,
    image_index: 0,
    feature_version: 1,
    damage_done: true,
    is_stock_photo: false,
    damage_on_protector_only: false,
    battery_screenshot: false,
    photo_quality_level: 2,
    background_clean_level: 1,
    visible_damage_level: null,
    battery_health_pct_img: null,
    damage_done_at: '2025-06-30T13:00:00.000Z',
    ...over,
  }
}

/** Images of one listing, numbered. */
export const photos = (...overs: readonly Partial<ImageRow>[]): ImageRow[] =>
  overs.map((over, image_index) => image({ image_index, ...over }))

/** Images with these damage levels, otherwise alike. */
export const damages = (levels: readonly (number | null)[], over: Partial<ImageRow> = {}): ImageRow[] =>
  photos(...levels.map((visible_damage_level) => ({ ...over, visible_damage_level })))

/** The one row of one listing with this JSON text and these images. */
export function score(damage_ai_json: string | null, images: readonly ImageRow[] = []): ScoredRow {
  const [row, ...rest] = oracle([listing({ damage_ai_json })], images)
  if (row === undefined || rest.length > 0) throw new Error('Expected one row.')
  return row
}
