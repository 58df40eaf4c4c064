import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { marketCopies, type MarketOptions } from './index.js'

export interface LoadOptions extends MarketOptions {
  readonly databaseUrl: string
  /** Create the tables first, and analyze them. */
  readonly create: boolean
  readonly onTable: (table: string) => void
}

/** Writes generated rows to a database, in one transaction: afterward, either all of them exist or none. */
export async function loadMarket(options: LoadOptions): Promise<void> {
  const client = new Client({ connectionString: options.databaseUrl })
  // A lost connection also fails the running query. Without a listener, it would end the process too.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('BEGIN')
    if (options.create) await client.query(await readFile(new URL('tables.sql', import.meta.url), 'utf8'))
    for (const { relation, columns, chunks } of marketCopies(options)) {
      options.onTable(relation)
      const copy = client.query(copyFrom(`COPY ${relation} (${columns.join(', ')}) FROM STDIN`))
      await pipeline(Readable.from(chunks), copy)
      if (options.create) await client.query(`ANALYZE ${relation}`)
    }
    await client.query('COMMIT')
  } finally {
    // Closing the connection rolls back anything that was not committed.
    await client.end()
  }
}
