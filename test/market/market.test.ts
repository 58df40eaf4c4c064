import { afterAll, beforeAll, expect, it } from 'vitest'
import { FEATURES } from '../../examples/market/views/entrypoint.js'
import { embeddedProvider } from '../../src/postgres/embedded/embedded-provider.js'
import type { Server } from '../../src/postgres/provider.js'
import type { Session } from '../../src/postgres/session.js'
import { type MarketRow, marketOracle, upstreamRows } from './oracle/index.js'
import { createMarket } from './store.js'

const OPTIONS = { seed: 11, listings: 2000, days: 150 }
const COLUMNS = ['t0', ...FEATURES]
const ENTRYPOINT_QUERY = 'SELECT * FROM market.market_store_t0_v1_v ORDER BY listing_id'

let server: Server
let session: Session
let rows: readonly MarketRow[]
beforeAll(async () => {
  server = await embeddedProvider().start()
  session = await server.connect()
  await createMarket(session, OPTIONS)
  rows = await session.query<MarketRow>(ENTRYPOINT_QUERY)
})
afterAll(async () => {
  await session?.close()
  await server?.stop()
})

const differs = (row: MarketRow, other: MarketRow | undefined): boolean =>
  COLUMNS.some((column) => !Object.is(comparable(row[column]), comparable(other?.[column])))
const comparable = (value: unknown): unknown => (value instanceof Date ? value.getTime() : value)

it('has the columns of the README in their order', () => {
  expect(Object.keys(rows[0] ?? {})).toEqual(COLUMNS)
})

it('gives row for row, to the last bit, what the README says', () => {
  const expected = marketOracle(upstreamRows(OPTIONS))
  expect(rows.length).toBe(OPTIONS.listings)
  expect(expected.length).toBe(OPTIONS.listings)
  const different = rows.findIndex((row, i) => differs(row, expected[i]))
  expect(rows[different]).toEqual(expected[different])
  expect(different).toBe(-1)
})

it('is certified, and answers the trainer while it is', async () => {
  const guarded = 'SELECT * FROM market.v_market_features_train ORDER BY listing_id'
  const [certificate] = await session.query(
    `SELECT status, gates FROM audit.t0_cert_event WHERE kind = 'certification' ORDER BY event_id DESC LIMIT 1`,
  )
  expect(certificate).toMatchObject({ status: 'CERTIFIED' })
  console.log(JSON.stringify(certificate).slice(0, 3000))
  expect(await session.query(guarded)).toEqual(rows.map(({ t0, ...features }) => features))
})
