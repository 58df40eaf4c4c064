import { mkdtemp, open as openFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { fusionFeatureStoreT0V1V as store } from '../../generated/stores.js'
import { nativeProvider } from '../../src/postgres/native/native-provider.js'
import { createReader, type Reader } from '../../src/reader/index.js'
import { writeParquet } from '../../src/reader/parquet/index.js'
import { clock, interleave } from '../lib/interleave.js'
import type { BenchOptions, Say } from '../lib/options.js'
import { count, megabytes, type SectionResult, seconds, type Table, times } from '../lib/table.js'
import { openStore, type Store } from '../store/open-store.js'
import { sampleKeys } from '../store/sample-keys.js'
import { TRAINER_KEYS } from '../store/works.js'
import { storedFiles } from '../stored/stored-files.js'

const STORED = 'ml.v_damage_fusion_features_v2_scored_stored'
const DAYS = 3
const BATCHES = 50

/** Creates nothing of the store: the files come from a build of its own. */
const NOTHING = /^$/

/** What a trainer reads, against the same by hand, on a store that is served from a stored form. */
export async function measureTrainer({ listings, runs }: BenchOptions, say: Say): Promise<SectionResult> {
  const files = await storedFiles()
  const server = await nativeProvider({ major: 18 }).start({ report: say })
  const stores: Store[] = []
  const folder = await mkdtemp(join(tmpdir(), 'fusion-bench-'))
  try {
    const tables: Table[] = []
    for (const size of listings) {
      const opened = await openStore(server, size, say, NOTHING)
      stores.push(opened)
      say('creating the store, filling the stored form and certifying')
      for (const file of files.store) await opened.client.query(file)
      await opened.client.query('CALL audit.refresh_stored()')
      for (const file of files.certification) await opened.client.query(file)
      await opened.client.query(`CALL audit.capture_dataset_baseline('${store.entrypoint}', ${DAYS})`)
      await opened.client.query(`CALL audit.run_t0_cert_fusion_store_v1(${DAYS}, false)`)
      await opened.client.query(`VACUUM ANALYZE ${STORED}`)
      const url = new URL(server.url)
      url.pathname = `/bench_${size}`
      const pool = new pg.Pool({ connectionString: url.href })
      pool.on('error', () => undefined)
      tables.push(await measure(opened, pool, join(folder, `${size}.parquet`), runs, say))
      await pool.end()
    }
    return {
      facts: {
        settings: 'all default',
        rows: stores.map((s) => `${s.listings} listings with ${s.images} images`).join('; '),
        runs,
      },
      tables,
      errors: [],
    }
  } finally {
    for (const { client } of stores) await client.end()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const copied = (client: pg.Client, what: string): Promise<number> =>
  clock(() =>
    pipeline(
      client.query(copyTo(`COPY (${what}) TO STDOUT (FORMAT binary)`)),
      new Writable({ write: (_chunk, _encoding, done) => done() }),
    ),
  )

async function measure(
  { client, listings }: Store,
  pool: pg.Pool,
  file: string,
  runs: number,
  say: Say,
): Promise<Table> {
  const reader = createReader(pool, store)
  const byHand = `SELECT ${store.columns.map(({ name }) => `g."${name}"`).join(', ')}
    FROM unnest($1::int[], $2::bigint[]) AS k (generation, listing_id)
    JOIN ${store.guarded} g ON g.generation = k.generation AND g.listing_id = k.listing_id`
  let peak = 0
  const found = await interleave(
    [
      {
        name: 'keys, pg',
        run: async (round) => {
          const { generations, listingIds } = await sampleKeys(client, TRAINER_KEYS, round)
          return clock(() => pool.query(byHand, [generations, listingIds]))
        },
      },
      {
        name: 'keys, reader',
        run: async (round) => {
          const { generations, listingIds } = await sampleKeys(client, TRAINER_KEYS, round)
          return clock(() => reader.byKeys(generations.map((one, at) => [one, listingIds[at] ?? ''])))
        },
      },
      { name: 'copy', run: () => copied(client, `TABLE ${STORED}`) },
      { name: 'batches', run: () => clock(() => batches(reader)) },
      {
        name: 'parquet',
        run: () =>
          clock(async () => {
            const before = process.memoryUsage().rss
            const timer = setInterval(() => {
              peak = Math.max(peak, process.memoryUsage().rss - before)
            }, 10)
            await parquet(reader, file)
            clearInterval(timer)
          }),
      },
    ],
    runs,
    say,
  )
  const growth = await memoryGrowth(reader, client)
  const size = (await stat(file)).size
  const duckdb = await duckdbSize(file)
  const of = (name: string): number => found.get(name) ?? Number.NaN
  return {
    title: `A trainer at ${listings.toLocaleString('en-US')} listings`,
    columns: ['work', 'by hand', 'reader', 'ratio', 'target'],
    rows: [
      [
        `${TRAINER_KEYS.toLocaleString('en-US')} keys, against the same SQL through pg`,
        seconds(of('keys, pg')),
        seconds(of('keys, reader')),
        times(of('keys, reader') / of('keys, pg')),
        'at most 1.1 x',
      ],
      [
        'whole store as column batches, against COPY BINARY of the table',
        seconds(of('copy')),
        seconds(of('batches')),
        times(of('batches') / of('copy')),
        'at most 2 x',
      ],
      [
        'whole store as Parquet, against the same COPY',
        seconds(of('copy')),
        seconds(of('parquet')),
        times(of('parquet') / of('copy')),
        'at most 3 x',
      ],
      [
        'size of that file, against DuckDB',
        megabytes(duckdb),
        megabytes(size),
        times(size / duckdb),
        'at most 1.3 x',
      ],
      ['memory that writing it takes at its peak', null, megabytes(peak), null, 'at most 300 MB'],
      [`memory that ${BATCHES} batches of keys leave`, null, megabytes(growth), null, 'flat'],
      ['columns', null, count(store.columns.length), null, ''],
    ],
    notes: [
      'The store is served from a stored form: the guarded view reads a table. DuckDB writes the rows of the same file, with its default settings.',
    ],
  }
}

async function batches(reader: Reader<typeof store>): Promise<number> {
  let rows = 0
  for await (const { length } of (await reader.open('all', { batchSize: 50_000 })).batches()) rows += length
  return rows
}

async function parquet(reader: Reader<typeof store>, path: string): Promise<void> {
  const file = await openFile(path, 'w')
  const read = await reader.open('all', { batchSize: 50_000 })
  await writeParquet(read.batches(), read.columns, async (piece) => void (await file.write(piece)))
  await file.close()
}

/** Bytes that the heap has grown by over many batches, after a collection where Node was started with --expose-gc. */
async function memoryGrowth(reader: Reader<typeof store>, client: pg.Client): Promise<number> {
  const used = (): number => {
    globalThis.gc?.()
    return process.memoryUsage().heapUsed
  }
  const batch = async (round: number): Promise<void> => {
    const { generations, listingIds } = await sampleKeys(client, TRAINER_KEYS, round % 3)
    await reader.byKeys(generations.map((one, at) => [one, listingIds[at] ?? '']))
  }
  for (let round = 0; round < 5; round++) await batch(round)
  const before = used()
  for (let round = 0; round < BATCHES; round++) await batch(round)
  return used() - before
}

async function duckdbSize(file: string): Promise<number> {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  await connection.run(`COPY (SELECT * FROM '${file}') TO '${file}.duckdb' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  return (await stat(`${file}.duckdb`)).size
}
