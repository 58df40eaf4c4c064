import { afterAll, beforeAll, expect, it } from 'vitest'
import { FEATURES } from '../../examples/market/views/entrypoint.js'
import { embeddedProvider } from '../../src/postgres/embedded/embedded-provider.js'
import type { Server } from '../../src/postgres/provider.js'
import type { Session } from '../../src/postgres/session.js'
import { type MarketRow, marketOracle, upstreamRows } from './oracle/index.js'
import { applyMarket, createTables, loadLot } from './store.js'

// With this seed, rows meet at every boundary that the README names.
const OPTIONS = { seed: 20, listings: 1800, days: 200 }
const COLUMNS = ['t0', ...FEATURES]

/** What is recorded later is loaded in a second lot. */
const CUT = '2025-05-14T12:00:00.000Z'

let server: Server
let session: Session
let before: readonly MarketRow[]
let rows: readonly MarketRow[]

const entries = (): Promise<MarketRow[]> =>
  session.query<MarketRow>('SELECT * FROM market.market_store_t0_v1_v ORDER BY listing_id')

beforeAll(async () => {
  server = await embeddedProvider().start()
  session = await server.connect()
  await createTables(session)
  await loadLot(session, OPTIONS, (at) => at === undefined || at <= CUT)
  await applyMarket(session, /^0[0-3]/)
  before = await entries()
  await loadLot(session, OPTIONS, (at) => at !== undefined && at > CUT)
  await applyMarket(session, /refresh|^0[4-6]/)
  rows = await entries()
})
afterAll(async () => {
  await session?.close()
  await server?.stop()
})

const bits = (value: unknown): unknown => (value instanceof Date ? value.getTime() : value)

/** The first of some rows that differs from the one at its place, to the last bit. */
const firstDifferent = (some: readonly MarketRow[], others: readonly MarketRow[]): number =>
  some.findIndex((row, i) =>
    COLUMNS.some((column) => !Object.is(bits(row[column]), bits(others[i]?.[column]))),
  )

it('has the columns of the README in their order', () => {
  expect(Object.keys(rows[0] ?? {})).toEqual(COLUMNS)
})

it('gives row for row, to the last bit, what the README says', () => {
  const expected = marketOracle(upstreamRows(OPTIONS))
  expect(rows.length).toBe(OPTIONS.listings)
  expect(expected.length).toBe(OPTIONS.listings)
  const different = firstDifferent(rows, expected)
  expect(rows[different]).toEqual(expected[different])
  expect(different).toBe(-1)
})

it('changes no earlier row for what is recorded later', () => {
  expect(before.length).toBeGreaterThan(1000)
  const same = rows.filter(({ t0 }) => (t0 as Date) <= new Date(CUT))
  expect(same.length).toBe(before.length)
  const different = firstDifferent(before, same)
  expect(same[different]).toEqual(before[different])
  expect(different).toBe(-1)
})

it('has stored rows that equal their views after a refresh by key', async () => {
  for (const name of ['listing_places', 'segment_days', 'weekly_anchors']) {
    const [counted] = await session.query<{ rows: string; different: string }>(`
      SELECT
        (SELECT count(*) FROM market.${name}) AS rows,
        count(*) AS different
      FROM (
        (TABLE market.${name} EXCEPT ALL TABLE market.${name}_live)
        UNION ALL
        (TABLE market.${name}_live EXCEPT ALL TABLE market.${name})
      ) AS d`)
    expect(Number(counted?.rows), name).toBeGreaterThan(500)
    expect(counted?.different, name).toBe('0')
  }
})

it('has samples of keys for gate D that reach the last one', async () => {
  const sample = `SELECT w FROM audit.stored_relation s, audit._sample_of(s) w WHERE s.relation = 'market.weekly_anchors'`
  const runs: string[] = []
  for (let i = 0; i < 20; i++)
    runs.push(...(await session.query<{ w: string }>(sample)).map(({ w }) => `(${w})`))
  expect(runs.length).toBe(200)
  const [counted] = await session.query<{ all: string; last: string }>(`
    SELECT count(*) AS all, count(*) FILTER (WHERE t.region = 'west') AS last
    FROM market.weekly_anchors t WHERE ${runs.join(' OR ')}`)
  expect(Number(counted?.all)).toBeGreaterThan(1000)
  expect(Number(counted?.last)).toBeGreaterThan(0)
})

it('is certified, and answers the trainer while it is', async () => {
  const [certificate] = await session.query<{ status: string; gates: readonly object[] }>(
    `SELECT status, gates FROM audit.t0_cert_event WHERE kind = 'certification' ORDER BY event_id DESC LIMIT 1`,
  )
  expect(certificate?.status).toBe('CERTIFIED')
  expect(certificate?.gates.map((gate) => (gate as { gate: string }).gate)).toEqual([
    'A',
    'A2',
    'P',
    'B',
    'C',
    'D',
  ])
  const guarded = 'SELECT * FROM market.v_market_features_train ORDER BY listing_id'
  expect(await session.query(guarded)).toEqual(rows.map(({ t0: _t0, ...features }) => features))
  // A view that is replaced closes the store at once.
  await session.exec(`
    CREATE OR REPLACE VIEW market.income_cuts AS
    SELECT now() - now() + i.recorded_at AS month_at, NULL::integer[] AS income_cuts FROM market.district_incomes AS i`)
  await expect(session.query(guarded)).rejects.toMatchObject({ code: 'FSC04' })
})
