import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../src/postgres/session.js'
import { ENTRYPOINT_COLUMNS, entrypointOracle, oracle, SCORED_COLUMNS } from '../oracle/index.js'
import {
  applyStore,
  CREATE,
  ENTRYPOINT_QUERY,
  loadRows,
  SCORED_QUERY,
  type Upstream,
  upstreamRows,
  upstreamTables,
} from '../support/fusion-database.js'
import { isEverything } from '../support/everything.js'
import { type NativeFixture, startNative } from '../support/native-server.js'

interface CatalogColumn {
  readonly name: string
  readonly nullable: boolean
}

const catalog: {
  readonly relations: readonly { readonly name: string; readonly columns: readonly CatalogColumn[] }[]
} = JSON.parse(readFileSync(join(import.meta.dirname, '../../generated/catalog.json'), 'utf8'))

let native: NativeFixture
beforeAll(async () => {
  native = await startNative(18)
})
afterAll(() => native?.stop())

describe.each([
  ['hostile', isEverything ? 24_000 : 9_000],
  ['realistic', isEverything ? 20_000 : 6_000],
] as const)('the store over %s rows of %d listings', (mode, count) => {
  let session: Session
  let upstream: Upstream
  type Row = Record<string, unknown>
  let rows: Row[]

  beforeAll(async () => {
    upstream = upstreamRows(mode, count, 20251123)
    session = await native.connect(await native.freshDatabase(`oracle_${mode}`))
    await session.exec(upstreamTables())
    await applyStore(session, CREATE)
    await loadRows(session, upstream)
    rows = await session.query<Row>(SCORED_QUERY)
  })
  afterAll(() => session?.close())

  it('has the 59 columns in the order of the specification', () => {
    expect(Object.keys(rows[0] ?? {})).toEqual([...SCORED_COLUMNS])
    expect(SCORED_COLUMNS).toHaveLength(59)
  })

  it('gives row for row what the specification says', () => {
    const expected = oracle(upstream.listings, upstream.images)
    expect(rows.length).toBe(expected.length)
    const different = rows.findIndex(
      (row, i) => !SCORED_COLUMNS.every((c) => Object.is(row[c], expected[i]?.[c])),
    )
    expect(rows[different]).toEqual(expected[different])
    expect(different).toBe(-1)
  })

  it('gives the entrypoint dated listings alone, with their date', async () => {
    const entries = await session.query<Row>(ENTRYPOINT_QUERY)
    const expected = entrypointOracle(upstream.listings, upstream.images)
    expect(Object.keys(entries[0] ?? {})).toEqual([...ENTRYPOINT_COLUMNS])
    expect(entries).toEqual(expected)
  })

  it('has NULL in no column that the catalog calls never null, and in each of the others', () => {
    const columns =
      catalog.relations.find(({ name }) => name === 'v_damage_fusion_features_v2_scored')?.columns ?? []
    const seen = columns.filter(({ name }) => rows.some((row) => row[name] === null)).map(({ name }) => name)
    expect(seen).toEqual(columns.filter(({ nullable }) => nullable).map(({ name }) => name))
    expect(columns.filter(({ nullable }) => !nullable)).toHaveLength(41)
  })

  it('gives the same bits whatever the plan', async () => {
    for (const setting of [
      'enable_indexscan = off',
      'enable_memoize = off',
      'max_parallel_workers_per_gather = 0',
    ]) {
      await session.exec(`SET ${setting}`)
      const again = await session.query<Row>(`${SCORED_QUERY} LIMIT 300`)
      expect(again).toEqual(rows.slice(0, 300))
      await session.exec('RESET ALL')
    }
  })
})
