import type { ImageRow, ListingRow, UpstreamGroup } from './rows.js'

/** Large enough to make the cost per chunk negligible, small enough to keep memory constant. */
const CHUNK_LENGTH = 65_536

/**
 * Rows as chunks of Postgres's COPY text format, in the order of `LISTING_COLUMNS` or `IMAGE_COLUMNS`.
 * Chunks are near 64 Ki characters and end at a line end; encode them as UTF-8.
 *
 * @example pipeline(Readable.from(copyLines(listingRows(groups))), client.query(from('COPY t FROM STDIN')))
 */
export function* copyLines(rows: Iterable<ListingRow | ImageRow>): Generator<string, void, undefined> {
  let chunk = ''
  for (const row of rows) {
    chunk += 'image_index' in row ? imageLine(row) : listingLine(row)
    if (chunk.length < CHUNK_LENGTH) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

/** The listings of some groups. */
export function* listingRows(groups: Iterable<UpstreamGroup>): Generator<ListingRow, void, undefined> {
  for (const { listing } of groups) if (listing !== null) yield listing
}

/** The images of some groups, those without a listing included. */
export function* imageRows(groups: Iterable<UpstreamGroup>): Generator<ImageRow, void, undefined> {
  for (const { images } of groups) yield* images
}

function listingLine(r: ListingRow): string {
  return `${r.generation}\t${r.listing_id}\t${text(r.spam)}\t${text(r.damage_ai_json)}\t${text(r.edited_date)}\n`
}

function imageLine(r: ImageRow): string {
  return (
    `${r.generation}\t${r.listing_id}\t${r.image_index}\t${r.feature_version}\t` +
    `${bool(r.damage_done)}\t${bool(r.is_stock_photo)}\t${bool(r.damage_on_protector_only)}\t` +
    `${bool(r.battery_screenshot)}\t${int(r.photo_quality_level)}\t${int(r.background_clean_level)}\t` +
    `${int(r.visible_damage_level)}\t${int(r.battery_health_pct_img)}\t${text(r.damage_done_at)}\n`
  )
}

const bool = (value: boolean | null): string => (value === null ? '\\N' : value ? 't' : 'f')
const int = (value: number | null): string | number => value ?? '\\N'

const SPECIAL = /[\\\t\n\r]/
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** The empty string stays empty and NULL becomes \N: this is the only way COPY distinguishes them. */
function text(value: string | null): string {
  if (value === null) return '\\N'
  return SPECIAL.test(value) ? value.replace(/[\\\t\n\r]/g, (c) => ESCAPES[c] as string) : value
}
