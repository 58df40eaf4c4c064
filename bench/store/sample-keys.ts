import type { Client } from 'pg'

/** Keys as a trainer's client sends them: two arrays of one length. */
export interface Keys {
  readonly generations: readonly number[]
  readonly listingIds: readonly string[]
}

const drawn = new WeakMap<Client, Map<string, Keys>>()

/**
 * Keys of the store in random order: different for each seed, and always the same for one seed, so that all versions
 * read the same keys. They are sampled once, because sampling takes longer than some of the measured work.
 */
export async function sampleKeys(client: Client, count: number, seed: number): Promise<Keys> {
  const known = drawn.get(client) ?? new Map<string, Keys>()
  drawn.set(client, known)
  const name = `${count}/${seed}`
  const found = known.get(name)
  if (found) return found
  const { rows } = await client.query<{ generation: number; listing_id: string }>(
    `SELECT generation, listing_id FROM "iPhone".iphone_listings WHERE spam IS NULL
     ORDER BY md5(concat_ws('/', generation, listing_id, $1::int)) LIMIT $2`,
    [seed, count],
  )
  const keys = {
    generations: rows.map((row) => row.generation),
    listingIds: rows.map((row) => row.listing_id),
  }
  known.set(name, keys)
  return keys
}
