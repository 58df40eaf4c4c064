import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { fusionFeatureStoreT0V1V as store } from '../../../generated/stores.js'
import { foldersOf } from '../../../src/app/context.js'
import { exportRows } from '../../../src/app/export/export.js'
import { Interrupts } from '../../../src/app/interrupts.js'
import { silent } from '../../../src/app/ports.js'
import { createReader } from '../../../src/reader/index.js'
import { textsOf } from '../../support/batch-texts.js'
import {
  certify,
  type CertifiedStores,
  ENTRYPOINT,
  startCertifiedStores,
} from '../../support/certified-store.js'
import { isEverything } from '../../support/everything.js'

const root = join(import.meta.dirname, '../../..')

const all = async <T>(values: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = []
  for await (const value of values) found.push(value)
  return found
}

/** How many rows DuckDB finds in a file. */
async function rowsOf(path: string): Promise<unknown> {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  try {
    const found = await connection.runAndReadAll(`SELECT count(*)::int AS n FROM '${path}'`)
    return found.getRowObjectsJson()[0]?.['n']
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** The rows of all days as a Parquet file. */
async function exported(address: string, out: string, cacheDir: string) {
  const { record } = await exportRows(
    {
      from: '2000-01-01',
      to: '2099-12-31',
      databaseUrl: address,
      entrypoint: ENTRYPOINT,
      out,
      t0: true,
      overwrite: false,
    },
    {
      ...foldersOf(root, 'generated', root),
      env: { ...process.env, FUSION_CACHE_DIR: cacheDir },
      interrupts: new Interrupts(() => Promise.reject(new Error('interrupted'))),
      progress: silent,
      tell: () => undefined,
    },
  )
  return record
}

/** What a trainer does, once, on a server of each major: 18 has the other tests of the reader. */
async function readsAndExports(stores: CertifiedStores, folder: string): Promise<void> {
  const owner = await stores.fresh('trained')
  expect((await certify(owner)).status).toBe('CERTIFIED')
  await owner.query(`CREATE ROLE trainer LOGIN PASSWORD 'secret' IN ROLE fusion_trainer`)
  const url = new URL(stores.native.server.url)
  url.pathname = '/trained'
  const ownerUrl = url.href
  ;[url.username, url.password] = ['trainer', 'secret']
  const pool = new pg.Pool({ connectionString: url.href, max: 1 })
  pool.on('error', () => undefined)
  const reader = createReader(pool, store)

  const rows = await all((await reader.open('all', { ordered: true })).rows())
  expect(rows.length).toBeGreaterThan(200)
  const batches = await all((await reader.open('all', { ordered: true, batchSize: 64 })).batches())
  for (const [at, { name }] of store.columns.entries()) {
    const read = batches.flatMap(({ columns }) => (columns[at] ? textsOf(columns[at]) : []))
    const expected = rows.map((row): unknown => Reflect.get(row, name))
    expect([name, read]).toEqual([name, expected.map((value) => (value === null ? null : String(value)))])
  }
  const keys = rows.toReversed().map(({ generation, listing_id }) => ({ generation, listing_id }))
  const none = { generation: 99, listing_id: '1' }
  const found = await reader.byKeys([...keys, none])
  expect([found.rows, found.missing]).toEqual([[...rows.toReversed(), undefined], [none]])
  await pool.end()

  const out = join(folder, 'train.parquet')
  const record = await exported(ownerUrl, out, join(folder, 'cache'))
  // Days have the rows with a T0.
  const { rows: counts } = await owner.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${ENTRYPOINT} WHERE edited_date IS NOT NULL`,
  )
  expect([record.rows, await rowsOf(out)]).toEqual([counts[0]?.n, counts[0]?.n])
  expect(record.rows).toBeGreaterThan(200)
}

describe.each(isEverything ? ([14, 15, 16, 17] as const) : ([14] as const))('on PostgreSQL %d', (major) => {
  it('rows, columns and keys are read, and a file is written', async () => {
    const stores = await startCertifiedStores(major)
    const folder = mkdtempSync(join(tmpdir(), 'fusion-majors-'))
    try {
      await readsAndExports(stores, folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
      await stores.stop()
    }
  })
})
