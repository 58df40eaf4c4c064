import type { ImageRow, ListingRow } from '../../scripts/upstream/index.js'
import { batteryProfile } from './battery-profile.js'
import { derivedColumns } from './derived.js'
import { imageProfile } from './image-profile.js'
import type { BaseRow, EntrypointRow, FusionRow, ListingKey, ScoredRow } from './rows.js'
import { textColumns } from './text-columns.js'

/**
 * The rows of `ml.v_damage_fusion_features_v2_scored`, sorted by (generation, listing_id), worked out from the spec
 * alone: a second opinion on what the database gives.
 *
 * @throws SyntaxError when a damage_ai_json is not JSON; the database would not have stored it either.
 */
export function oracle(listings: readonly ListingRow[], images: readonly ImageRow[]): ScoredRow[] {
  const imagesOf = groupByKey(images)
  return keptInOrder(listings).map((listing) => scoredRow(listing, imagesOf(listing)))
}

/** The rows of `ml.fusion_feature_store_t0_v1_v`, sorted alike: the dated listings. */
export function entrypointOracle(
  listings: readonly ListingRow[],
  images: readonly ImageRow[],
): EntrypointRow[] {
  const imagesOf = groupByKey(images)
  return keptInOrder(listings).flatMap((listing) => {
    if (listing.edited_date === null) return []
    return [{ edited_date: new Date(listing.edited_date), ...scoredRow(listing, imagesOf(listing)) }]
  })
}

function scoredRow(listing: ListingRow, images: readonly ImageRow[]): ScoredRow {
  const base: BaseRow = {
    generation: listing.generation,
    listing_id: listing.listing_id,
    ...imageProfile(images),
    ...batteryProfile(images),
    ...textColumns(listing.damage_ai_json),
  }
  return withScores({ ...base, ...derivedColumns(base) })
}

/** Section 6 of the user's document: a value is known only when something was there to know it from. */
function withScores(row: FusionRow): ScoredRow {
  const img_damage_scored = row.img_damage_source_level >= 1
  const batt_scored = row.batt_fused !== null
  const damage_any_scored = img_damage_scored || row.text_damage_scored || batt_scored
  return {
    ...row,
    img_damage_scored,
    batt_scored,
    damage_any_scored,
    text_sev_raw_known: row.text_damage_scored ? row.text_sev_decision : null,
    text_sev_corr_known: row.text_damage_scored || batt_scored ? row.text_sev_corr : null,
    damage_fused_tier_known: damage_any_scored ? row.damage_fused_tier : null,
  }
}

/** Any spam text drops the listing, the empty one included. */
function keptInOrder(listings: readonly ListingRow[]): ListingRow[] {
  return listings.filter((listing) => listing.spam === null).toSorted(compareKeys)
}

/** Ids by value: as text, 10 would come before 9. */
export function compareKeys(a: ListingKey, b: ListingKey): number {
  if (a.generation !== b.generation) return a.generation - b.generation
  const [x, y] = [BigInt(a.listing_id), BigInt(b.listing_id)]
  return x < y ? -1 : x > y ? 1 : 0
}

function groupByKey(images: readonly ImageRow[]): (key: ListingKey) => readonly ImageRow[] {
  const groups = new Map<string, ImageRow[]>()
  for (const image of images) {
    const group = groups.get(keyText(image))
    if (group === undefined) groups.set(keyText(image), [image])
    else group.push(image)
  }
  return (key) => groups.get(keyText(key)) ?? []
}

const keyText = ({ generation, listing_id }: ListingKey): string => `${generation}/${listing_id}`
