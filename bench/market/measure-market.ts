import type { Client } from 'pg'
import { nativeProvider } from '../../src/postgres/native/native-provider.js'
import { clock, interleave } from '../lib/interleave.js'
import type { BenchOptions, Say } from '../lib/options.js'
import { type Cell, seconds, type SectionResult, type Table, times } from '../lib/table.js'
import { marketSql, nestViews, openMarket } from './open-market.js'

const ENTRYPOINT = 'market.market_store_t0_v1_v'
/** Upper limit of a certification, in reads of the entrypoint. */
const READS = 3
/** With more listings, the nested views take minutes and hours. */
const NESTED_LISTINGS = 4000

/** Every row and column is computed; none is sent. */
const read = (client: Client, relation: string): Promise<number> =>
  clock(() => client.query(`SELECT sum(hashtext(e::text)) FROM ${relation} AS e`))

/** The market store: certification against a read of its entrypoint, and stored relations against nested views. */
export async function measureMarket({ listings, runs }: BenchOptions, say: Say): Promise<SectionResult> {
  const server = await nativeProvider({ major: 18 }).start({ report: say })
  const clients: Client[] = []
  try {
    const errors: string[] = []
    const tables: Table[] = []
    for (const size of listings) {
      const client = await openMarket(server, size, say)
      clients.push(client)
      tables.push(await storeTable(client, size, runs, say))
      const { rows } = await client.query<{ status: string; notes: string }>(
        'SELECT status, notes FROM audit.t0_cert_event ORDER BY event_id DESC LIMIT 1',
      )
      if (rows[0]?.status !== 'CERTIFIED') errors.push(`${size} listings: ${rows[0]?.notes}`)
    }
    const small = await openMarket(server, NESTED_LISTINGS, say)
    clients.push(small)
    tables.push(await nestedTable(small, say))
    return { facts: { settings: 'all default', runs }, tables, errors }
  } finally {
    for (const client of clients) await client.end()
    await server.stop()
  }
}

async function storeTable(client: Client, size: number, runs: number, say: Say): Promise<Table> {
  const fill = await clock(() => client.query(marketSql('03_refresh_stored_relations.sql')))
  await client.query('VACUUM ANALYZE')
  await client.query(marketSql('03_baseline_viewdefs.sql'))
  await client.query(`CALL audit.capture_dataset_baseline('${ENTRYPOINT}', 30)`)
  await client.query(marketSql('05_cert_functions.sql'))
  const medians = await interleave(
    [
      { name: 'read of the entrypoint', run: () => read(client, ENTRYPOINT) },
      {
        name: 'certification with a check of 30 days, all gates',
        run: () => clock(() => client.query('CALL audit.run_t0_cert_market_store(30, false)')),
      },
    ],
    runs,
    say,
  )
  const one = medians.get('read of the entrypoint') ?? Number.NaN
  await client.query('UPDATE market.listings SET price = price + 1 WHERE listing_id % 100 = 0')
  const refresh = await clock(() =>
    client.query("CALL audit.refresh_stored(ARRAY['market.listing_places', 'market.segment_days'])"),
  )
  const row = (name: string, time: number, limit: Cell = null): Cell[] => [
    name,
    seconds(time),
    times(time / one),
    limit,
  ]
  return {
    title: `The market store at ${size.toLocaleString('en-US')} listings`,
    columns: ['work', 'time', 'reads', 'at most'],
    rows: [
      ...[...medians].map(([name, time]) => row(name, time, name.startsWith('cert') ? times(READS) : null)),
      row('first refresh of the three stored relations', fill),
      row('refresh of the two that are refreshed by key, after 1% of the listings changed', refresh),
    ],
  }
}

async function nestedTable(client: Client, say: Say): Promise<Table> {
  await client.query(marketSql('03_refresh_stored_relations.sql'))
  await client.query('VACUUM ANALYZE')
  await nestViews(client)
  const stored = await read(client, ENTRYPOINT)
  say('reading the nested views')
  const nested = await read(client, ENTRYPOINT.replace('market.', 'nested.'))
  return {
    title: `Views in the place of the stored relations, at ${NESTED_LISTINGS.toLocaleString('en-US')} listings`,
    columns: ['read of the entrypoint', 'time', 'ratio'],
    rows: [
      ['with stored relations', seconds(stored), null],
      ['nested views', seconds(nested), times(nested / stored)],
    ],
    notes: ['The time of the nested views grows with the square of the listings.'],
  }
}
