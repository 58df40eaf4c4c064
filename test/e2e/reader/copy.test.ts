import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Server } from '../../../src/postgres/provider.js'
import { nativeProvider } from '../../../src/postgres/native/native-provider.js'
import { ofPg } from '../../../src/reader/session/of-pg.js'

let server: Server
let pool: pg.Pool

beforeAll(async () => {
  server = await nativeProvider({ major: 18 }).start()
  pool = new pg.Pool({ connectionString: server.url ?? '', max: 1 })
  pool.on('error', () => undefined)
})
afterAll(async () => {
  await pool?.end()
  await server?.stop()
})

const rows = (count: number, then: string): string =>
  `COPY (SELECT g, repeat('x', 100) FROM generate_series(1, ${count}) g UNION ALL ${then}) TO STDOUT (FORMAT binary)`

/** No row comes any more, and the server still looks for one. */
const LOOKS = `SELECT g, '' FROM generate_series(1, 300) g WHERE pg_sleep(0.1) IS NULL`
const FAILS = `SELECT 1 / (g - g), '' FROM generate_series(1, 1) g`

const session = () => ofPg(pool, { int8: 'string', numeric: 'string' })()

/** Takes some pieces; then leaves the loop, or throws in it. */
async function take(sql: string, pieces: number, wait: number, thrown?: Error): Promise<void> {
  const held = await session()
  try {
    let taken = 0
    for await (const piece of held.copy?.(sql) ?? []) {
      expect(piece.length).toBeGreaterThan(0)
      taken += 1
      await new Promise((resolve) => setTimeout(resolve, wait))
      if (taken < pieces) continue
      if (thrown) throw thrown
      break
    }
  } finally {
    held.release(false)
  }
}

describe('a COPY that is left early', () => {
  const cases = [
    ['while rows come', rows(3_000_000, LOOKS), 1, 0],
    // Fewer bytes than the stream holds, so that it goes on reading; more than the server holds back.
    ['when few rows have come', rows(100, LOOKS), 1, 200],
    ['when many rows have come', rows(2000, LOOKS), 2, 100],
    ['before an error of the server', rows(3_000_000, FAILS), 1, 0],
  ] as const
  for (const [name, sql, pieces, wait] of cases) {
    it(`${name}: the connection is free again, and the process lives`, { timeout: 15_000 }, async () => {
      await take(sql, pieces, wait)
      expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
      await expect(take(sql, pieces, wait, new Error('of the caller'))).rejects.toThrow('of the caller')
      expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    })
  }

  it('and one that fails while rows are waited for says why', async () => {
    await expect(take(rows(200, FAILS), 1000, 0)).rejects.toThrow('division by zero')
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  })
})
