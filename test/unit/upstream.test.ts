import { startPglite } from '../support/pglite.js'
import { readFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import type { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  copyLines,
  generateUpstream,
  IMAGE_COLUMNS,
  imageRows,
  LISTING_COLUMNS,
  listingRows,
  type ImageRow,
  type ListingRow,
  type UpstreamGroup,
  type UpstreamMode,
  type UpstreamOptions,
} from '../../scripts/upstream/index.js'
import { oracle } from '../oracle/index.js'
import { hostileUpstream } from '../support/hostile-arbitraries.js'

const MODES: readonly UpstreamMode[] = ['realistic', 'hostile']

const groupsOf = (over: Partial<UpstreamOptions> = {}): UpstreamGroup[] => [
  ...generateUpstream({ seed: 7, listings: 3_000, mode: 'realistic', ...over }),
]

const digest = (options: UpstreamOptions): string => {
  const hash = createHash('sha256')
  for (const chunk of copyLines(listingRows(generateUpstream(options)))) hash.update(chunk)
  for (const chunk of copyLines(imageRows(generateUpstream(options)))) hash.update(chunk)
  return hash.digest('hex')
}

const key = (row: ImageRow): string =>
  [row.generation, row.listing_id, row.image_index, row.feature_version].join('/')

const share = <T>(all: readonly T[], holds: (item: T) => boolean): number =>
  all.filter(holds).length / all.length

describe.each(MODES)('%s rows', (mode) => {
  test('are the same bytes for the same seed and others for another', () => {
    const options = { seed: 1, listings: 2_000, mode }
    expect(digest(options)).toBe(digest(options))
    const seeds = [2, -1, 0, 2 ** 40, 2 ** 40 + 1].map((seed) => digest({ ...options, seed }))
    expect(new Set([...seeds, digest(options)]).size).toBe(6)
  })

  test('of a smaller run are the first of a larger one', () => {
    const small = groupsOf({ mode, listings: 100 })
    expect(groupsOf({ mode, listings: 200 }).slice(0, small.length)).toEqual(small)
  })

  test('have unique keys, and listing ids that are not', () => {
    const groups = groupsOf({ mode, listings: 20_000 })
    const listings = [...listingRows(groups)]
    const keys = new Set(listings.map((row) => `${row.generation}/${row.listing_id}`))
    expect(keys.size).toBe(20_000)
    expect(new Set(listings.map((row) => row.listing_id)).size).toBeLessThan(18_000)
    const images = [...imageRows(groups)]
    expect(new Set(images.map(key)).size).toBe(images.length)
    const orphans = images.filter((row) => !keys.has(`${row.generation}/${row.listing_id}`))
    expect(orphans.length).toBeGreaterThan(0)
  })

  test('come one at a time', () => {
    const first = generateUpstream({ seed: 1, listings: 100_000_000, mode }).next()
    expect(first.value?.listing).not.toBeNull()
  })
})

test('options that make no sense are refused before the first row', () => {
  expect(() => groupsOf({ listings: -1 })).toThrow(RangeError)
  expect(() => groupsOf({ seed: 0.5 })).toThrow('seed must be a whole number')
  expect(() => groupsOf({ days: 0 })).toThrow('days')
})

describe('realistic rates', () => {
  const groups = groupsOf({ listings: 20_000 })
  const listings = [...listingRows(groups)]
  const images = [...imageRows(groups)]
  const rows = oracle(listings, images)

  const seen = (column: keyof (typeof rows)[number]): number => new Set(rows.map((row) => row[column])).size

  test.each([
    ['images per listing', images.length / listings.length, 6.0, 6.4],
    ['listings without images', share(groups, (g) => g.images.length === 0), 0.02, 0.05],
    ['spam', share(listings, (l) => l.spam !== null), 0.03, 0.05],
    ['empty spam text', share(listings, (l) => l.spam === ''), 0.003, 0.012],
    ['no JSON', share(listings, (l) => l.damage_ai_json === null), 0.05, 0.09],
    ['no date', share(listings, (l) => l.edited_date === null), 0.01, 0.03],
    ['version 2', share(images, (i) => i.feature_version === 2), 0.005, 0.03],
    ['labeled', share(images, (i) => i.damage_done === true), 0.85, 0.97],
    ['stock', share(images, (i) => i.is_stock_photo === true), 0.03, 0.12],
    ['image scored', share(rows, (r) => r.img_damage_scored), 0.6, 0.9],
    ['text scored', share(rows, (r) => r.text_damage_scored), 0.75, 0.92],
    ['battery scored', share(rows, (r) => r.batt_scored), 0.4, 0.7],
    ['tier 3', share(rows, (r) => r.damage_fused_tier_known === 3), 0.04, 0.2],
    ['tier 0', share(rows, (r) => r.damage_fused_tier_known === 0), 0.3, 0.7],
  ])('%s', (_, rate, low, high) => {
    expect(rate).toBeGreaterThan(low)
    expect(rate).toBeLessThan(high)
  })

  test('hardly any JSON document comes twice, and they have the size of real ones', () => {
    const documents = listings.flatMap((l) => l.damage_ai_json ?? [])
    const sizes = documents.map((text) => text.length).toSorted((a, b) => a - b)
    expect(new Set(documents).size / documents.length).toBeGreaterThan(0.99)
    expect(sizes[Math.floor(sizes.length / 4)]).toBeGreaterThan(250)
    expect(sizes[Math.floor((sizes.length * 3) / 4)]).toBeLessThan(500)
  })

  test('every reason code, battery source and bucket occurs', () => {
    expect([seen('img_score_reason_code'), seen('batt_source'), seen('batt_bucket')]).toEqual([8, 4, 6])
  })

  test('edits cover the days asked for and no more', () => {
    const days = new Set(listings.flatMap((l) => l.edited_date?.slice(0, 10) ?? []))
    expect([days.size, [...days].toSorted()[0], [...days].toSorted().at(-1)]).toEqual([
      365,
      '2024-07-01',
      '2025-06-30',
    ])
    const few = [...listingRows(groupsOf({ days: 3 }))].flatMap((l) => l.edited_date?.slice(0, 10) ?? [])
    expect([...new Set(few)].toSorted()).toEqual(['2025-06-28', '2025-06-29', '2025-06-30'])
  })
})

describe('in Postgres', () => {
  let db: PGlite
  beforeAll(async () => {
    db = await startPglite()
    await db.exec(await readFile(new URL('../../scripts/upstream/tables.sql', import.meta.url), 'utf8'))
  })
  afterAll(() => db.close())

  const TABLES = [
    ['"iPhone".iphone_listings', LISTING_COLUMNS],
    ['ml.iphone_image_features_v1', IMAGE_COLUMNS],
  ] as const
  type Row = Readonly<Record<string, string | number | boolean | null>>

  /** How many rows COPY brought that parameters would not have, or the other way around. */
  async function differences(
    [table, columns]: (typeof TABLES)[number],
    rows: readonly (ListingRow | ImageRow)[],
  ): Promise<number | undefined> {
    await db.exec(`TRUNCATE ${table}`)
    const blob = new Blob([...copyLines(rows)])
    await db.query(`COPY ${table} (${columns.join(', ')}) FROM '/dev/blob'`, [], { blob })
    // As text, since to jsonb 85 and 85.0 are equal.
    const values = columns.map((column) =>
      rows.map((row) => (row as unknown as Row)[column]?.toString() ?? null),
    )
    const { rows: answer } = await db.query<{ n: number }>(
      `WITH copied AS (SELECT t::text FROM ${table} t),
       sent AS (SELECT (${columns.map((c) => `${c}::${typeOf(c)}`).join(', ')})::text
                FROM unnest(${columns.map((_, i) => `$${i + 1}::text[]`).join(', ')}) u(${columns.join(', ')}))
       SELECT (SELECT count(*) FROM (TABLE copied EXCEPT ALL TABLE sent) a)::int
            + (SELECT count(*) FROM (TABLE sent EXCEPT ALL TABLE copied) b)::int AS n`,
      values,
    )
    return answer[0]?.n
  }

  test.each(MODES)('%s rows arrive as they were sent', async (mode) => {
    const groups = groupsOf({ mode, listings: 1_500 })
    expect(await differences(TABLES[0], [...listingRows(groups)])).toBe(0)
    expect(await differences(TABLES[1], [...imageRows(groups)])).toBe(0)
  })

  test('texts that COPY reads in its own way arrive as they were sent', async () => {
    const specials = [...'\\\t\n\r\b\f\vNtx0.', '\\N', '\\.', '', ' ', '\\x41', '\\101', '\r\n', 'é📱']
    const spams = [null, ...specials.flatMap((a) => specials.map((b) => a + b))]
    const rows = spams.map((spam, i) => ({
      generation: 11,
      listing_id: String(i),
      spam,
      damage_ai_json: JSON.stringify([spam]),
      edited_date: null,
    }))
    expect(await differences(TABLES[0], rows)).toBe(0)
  })

  test('shrinkable tables are accepted, and the oracle has a row for every listing kept', async () => {
    const property = fc.asyncProperty(hostileUpstream(), async ({ listings, images }) => {
      expect(await differences(TABLES[0], listings)).toBe(0)
      expect(await differences(TABLES[1], images)).toBe(0)
      expect(oracle(listings, images)).toHaveLength(listings.filter((row) => row.spam === null).length)
    })
    await fc.assert(property, { numRuns: 100, seed: 1 })
  })
})

function typeOf(column: string): string {
  if (column === 'listing_id') return 'bigint'
  if (column === 'spam') return 'text'
  if (column === 'damage_ai_json') return 'jsonb'
  if (/_date$|_at$/.test(column)) return 'timestamptz'
  return /done$|is_stock|_only$|screenshot$/.test(column) ? 'boolean' : 'integer'
}
