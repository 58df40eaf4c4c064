import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FEATURES } from '../../examples/market/views/entrypoint.js'
import { embeddedProvider } from '../../src/postgres/embedded/embedded-provider.js'
import type { Server } from '../../src/postgres/provider.js'
import type { Session } from '../../src/postgres/session.js'
import { type MarketRow, marketOracle, upstreamRows } from './oracle/index.js'
import { createMarket } from './store.js'

const OPTIONS = { seed: 11, listings: 2500, days: 200 }

let server: Server
let session: Session
beforeAll(async () => {
  server = await embeddedProvider().start()
  session = await server.connect()
  await createMarket(session, OPTIONS)
})
afterAll(async () => {
  await session?.close()
  await server?.stop()
})

describe('the market store over generated rows', () => {
  it('gives row for row what the README says', async () => {
    const expected = marketOracle(upstreamRows(OPTIONS))
    const rows = await session.query<MarketRow>('SELECT * FROM market.market_store_t0_v1_v ORDER BY listing_id')
    expect(Object.keys(rows[0] ?? {})).toEqual(['t0', ...FEATURES])
    expect(rows.length).toBe(expected.length)
    for (const [i, row] of rows.entries()) if (JSON.stringify(row) !== JSON.stringify(pick(expected[i]))) expect(row).toEqual(expected[i])
    expect(rows).toEqual(expected)
  })
})
const pick = (row: MarketRow | undefined) => Object.fromEntries(['t0', ...FEATURES].map((c) => [c, row?.[c]]))
