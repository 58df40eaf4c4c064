import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { copyLines, imageRows, listingRows } from './copy-text.js'
import { generateUpstream, type UpstreamOptions } from './generate.js'
import { IMAGE_COLUMNS, LISTING_COLUMNS, type ImageRow, type ListingRow } from './rows.js'

export interface LoadOptions extends UpstreamOptions {
  readonly databaseUrl: string
  /** Create the tables first, then index and analyze them. */
  readonly create: boolean
  readonly onProgress: (table: string, rows: number) => void
}

export interface LoadedUpstream {
  readonly listings: number
  readonly images: number
}

/** Rows between two calls of onProgress. */
const PROGRESS_STEP = 100_000

/**
 * Writes generated rows to a database, in one transaction: afterward, either all of them exist or none.
 *
 * A connection copies into one table at a time, so the rows are generated twice, once for each table. That costs
 * seconds; keeping the images in the meantime would cost memory or a file.
 */
export async function loadUpstream(options: LoadOptions): Promise<LoadedUpstream> {
  const client = new Client({ connectionString: options.databaseUrl })
  // A lost connection also fails the running query. Without a listener, it would end the process too.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('BEGIN')
    if (options.create) await client.query(await sqlFile('tables.sql'))
    const listings = listingRows(generateUpstream(options))
    const images = imageRows(generateUpstream(options))
    const counts = {
      listings: await copyInto(client, '"iPhone".iphone_listings', LISTING_COLUMNS, listings, options),
      images: await copyInto(client, 'ml.iphone_image_features_v1', IMAGE_COLUMNS, images, options),
    }
    if (options.create) await client.query(await sqlFile('after-load.sql'))
    await client.query('COMMIT')
    return counts
  } finally {
    // Closing the connection rolls back anything that was not committed.
    await client.end()
  }
}

async function copyInto<Row extends ListingRow | ImageRow>(
  client: Client,
  table: string,
  columns: readonly string[],
  rows: Iterable<Row>,
  { onProgress }: LoadOptions,
): Promise<number> {
  let count = 0
  function* counted(): Generator<Row, void, undefined> {
    for (const row of rows) {
      yield row
      if (++count % PROGRESS_STEP === 0) onProgress(table, count)
    }
  }
  const copy = client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`))
  await pipeline(Readable.from(copyLines(counted())), copy)
  onProgress(table, count)
  return count
}

const sqlFile = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8')
