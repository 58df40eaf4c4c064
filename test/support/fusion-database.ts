import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  copyLines,
  generateUpstream,
  IMAGE_COLUMNS,
  type ImageRow,
  LISTING_COLUMNS,
  type ListingRow,
  type UpstreamMode,
} from '../../scripts/upstream/index.js'
import type { Session } from '../../src/postgres/session.js'
import { sqlInOrder } from './sql-in-order.js'

const root = join(import.meta.dirname, '../..')

export const LISTINGS = '"iPhone".iphone_listings'
export const IMAGES = 'ml.iphone_image_features_v1'

/**
 * The committed SQL files in the order in which they are to be run.
 *
 * @param which those whose names match.
 */
export const generatedSql = (which = /./): readonly string[] =>
  sqlInOrder(join(root, 'generated/sql'))
    .filter((file) => which.test(file))
    .map((file) => readFileSync(join(root, 'generated/sql', file), 'utf8'))

export const upstreamTables = (): string => readFileSync(join(root, 'scripts/upstream/tables.sql'), 'utf8')

export interface Upstream {
  readonly listings: readonly ListingRow[]
  readonly images: readonly ImageRow[]
}

/** Generated rows in memory, for what compares them with the database. */
export function upstreamRows(mode: UpstreamMode, count: number, seed: number): Upstream {
  const listings: ListingRow[] = []
  const images: ImageRow[] = []
  for (const group of generateUpstream({ mode, listings: count, seed })) {
    if (group.listing) listings.push(group.listing)
    images.push(...group.images)
  }
  return { listings, images }
}

export async function loadRows(session: Session, { listings, images }: Upstream): Promise<void> {
  await session.copyIn(LISTINGS, LISTING_COLUMNS, copyLines(listings))
  await session.copyIn(IMAGES, IMAGE_COLUMNS, copyLines(images))
}

/** Files that create everything; an empty store is not to be certified, which the last one would say. */
export const CREATE = /^0[0-5]_/

/** Every generated file, or those whose names match, in order. */
export async function applyStore(session: Pick<Session, 'exec'>, which?: RegExp): Promise<void> {
  for (const sql of generatedSql(which)) await session.exec(sql)
}

export const SCORED_QUERY =
  'SELECT * FROM ml.v_damage_fusion_features_v2_scored ORDER BY generation, listing_id'
export const ENTRYPOINT_QUERY =
  'SELECT * FROM ml.fusion_feature_store_t0_v1_v ORDER BY generation, listing_id'
