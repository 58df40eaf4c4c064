import fc from 'fast-check'
import type { ImageRow, ListingRow } from '../../scripts/upstream/index.js'
import { ODD_INTEGERS, SPAM_TEXTS } from '../../scripts/upstream/hostile-values.js'
import { damageJsonText } from './hostile-json-arbitrary.js'

/** Both tables, with unique keys, small enough to read once a difference has been shrunk to its core. */
export interface Upstream {
  readonly listings: readonly ListingRow[]
  readonly images: readonly ImageRow[]
}

interface Key {
  readonly generation: number
  readonly listing_id: string
}

/** Few values, so that ids meet again under other generations and some images find no listing. */
const key: fc.Arbitrary<Key> = fc.record({
  generation: fc.constantFrom(13, 14, 17, -1, 2147483647),
  listing_id: fc.constantFrom(
    '1',
    '2',
    '10',
    '-1',
    '9007199254740993',
    '9223372036854775807',
    '-9223372036854775808',
  ),
})
const sameKey = ({ generation, listing_id }: Key): string => `${generation}/${listing_id}`

const spam = fc.oneof(
  { arbitrary: fc.constant(null), weight: 6 },
  { arbitrary: fc.constantFrom(...SPAM_TEXTS), weight: 1 },
)

const date = fc.constantFrom(
  '2025-06-30T12:00:00.000Z',
  null,
  '2025-06-30T00:00:00Z',
  '2025-06-29T23:59:59.999999Z',
  '2024-02-29T23:59:59.5Z',
  '1970-01-01T00:00:00Z',
)

/** Everything of a listing but its key. */
const listingBody: fc.Arbitrary<Omit<ListingRow, keyof Key>> = fc.record({
  spam,
  damage_ai_json: damageJsonText,
  edited_date: date,
})

const int4 = fc.integer({ min: -2147483648, max: 2147483647 })

/** Promised levels most of the time; anything an integer may hold for the rest. */
const level = (max: number): fc.Arbitrary<number | null> =>
  fc.oneof(
    { arbitrary: fc.integer({ min: 0, max }), weight: 12 },
    { arbitrary: fc.constantFrom(...ODD_INTEGERS), weight: 3 },
    { arbitrary: int4, weight: 1 },
  )

/** A flag that is mostly what it has to be for the row to count. */
const mostly = (value: boolean): fc.Arbitrary<boolean | null> =>
  fc.constantFrom(value, value, value, !value, null)

const percent = fc.oneof(
  { arbitrary: fc.integer({ min: 48, max: 102 }), weight: 3 },
  { arbitrary: fc.constantFrom(...ODD_INTEGERS), weight: 1 },
)

/** Everything of an image but the key of its listing. */
const imageBody: fc.Arbitrary<Omit<ImageRow, keyof Key>> = fc.record({
  image_index: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(-1, 100, 2147483647, -2147483648)),
  feature_version: fc.constantFrom(1, 1, 1, 1, 1, 1, 2, 0, -1),
  damage_done: mostly(true),
  is_stock_photo: mostly(false),
  damage_on_protector_only: mostly(false),
  battery_screenshot: fc.constantFrom(false, true, null),
  photo_quality_level: level(4),
  background_clean_level: level(2),
  visible_damage_level: level(10),
  battery_health_pct_img: percent,
  damage_done_at: fc.constantFrom('2025-06-30T13:00:00.000Z', null, 'infinity'),
})

const imageBodies = fc.uniqueArray(imageBody, {
  maxLength: 6,
  selector: ({ image_index, feature_version }) => `${image_index}/${feature_version}`,
})

/** One listing row with a key that may collide with others; for whole tables take `hostileUpstream`. */
export const hostileListing: fc.Arbitrary<ListingRow> = fc
  .tuple(key, listingBody)
  .map(([k, body]) => ({ ...k, ...body }))

/** One image row with a key that may collide with others. */
export const hostileImage: fc.Arbitrary<ImageRow> = fc
  .tuple(key, imageBody)
  .map(([k, body]) => ({ ...k, ...body }))

/** A listing under a unique key, or with null in its place a key that has images only. */
const group = fc.record({
  key,
  body: fc.oneof({ arbitrary: listingBody, weight: 9 }, { arbitrary: fc.constant(null), weight: 1 }),
  images: imageBodies,
})

/**
 * Tables of 1 to `maxGroups` listings (4 unless given) with 0 to 6 images each, orphaned images among them.
 * Shrinks to fewer listings, fewer images, and JSON with fewer and tamer members.
 */
export function hostileUpstream({
  maxGroups = 4,
}: { readonly maxGroups?: number } = {}): fc.Arbitrary<Upstream> {
  const groups = fc.uniqueArray(group, {
    minLength: 1,
    maxLength: maxGroups,
    selector: (g) => sameKey(g.key),
  })
  return groups.map((list) => ({
    listings: list.flatMap(({ key: k, body }) => (body === null ? [] : [{ ...k, ...body }])),
    images: list.flatMap(({ key: k, images }) => images.map((image) => ({ ...k, ...image }))),
  }))
}
