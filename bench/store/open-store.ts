import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { loadUpstream } from '../../scripts/upstream/index.js'
import type { NativeServer } from '../../src/postgres/native/server.js'
import type { Say } from '../lib/options.js'

/** A database with both versions of the store over the same rows. */
export interface Store {
  readonly listings: number
  readonly images: number
  readonly client: Client
}

const root = join(import.meta.dirname, '../..')
const sqlFolder = join(root, 'generated/sql')

/** The generated files that only create the store. */
const VIEWS = /^0[012]_/

/**
 * Creates a database of the server, fills it and creates both stores.
 *
 * @param names of the generated files that are run.
 */
export async function openStore(
  server: NativeServer,
  listings: number,
  say: Say,
  which: RegExp = VIEWS,
): Promise<Store> {
  const name = `bench_${listings}`
  const admin = await server.connect()
  await admin.exec(`CREATE DATABASE ${name}`)
  await admin.close()
  const url = new URL(server.url)
  url.pathname = `/${name}`

  say(`loading ${listings} listings`)
  const loaded = await loadUpstream({
    seed: 1,
    listings,
    mode: 'realistic',
    databaseUrl: url.href,
    // This also creates the index on edited_date.
    create: true,
    onProgress: (table, rows) => {
      if (rows % 1_000_000 === 0) say(`${table}: ${rows} rows`)
    },
  })
  const client = new Client({ connectionString: url.href })
  // The running query reports a lost connection. Without a listener, it would end the process and hide the reason.
  client.on('error', () => undefined)
  await client.connect()
  await client.query('VACUUM ANALYZE')
  for (const file of readdirSync(sqlFolder)
    .filter((path) => path.endsWith('.sql') && which.test(path))
    .toSorted()) {
    await client.query(readFileSync(join(sqlFolder, file), 'utf8'))
  }
  await client.query(readFileSync(join(root, 'bench/plain.sql'), 'utf8'))
  return { ...loaded, client }
}
