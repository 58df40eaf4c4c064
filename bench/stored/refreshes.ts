import type { Client } from 'pg'
import { clock } from '../lib/interleave.js'
import { median } from '../lib/median.js'
import type { Say } from '../lib/options.js'
import { seconds, type Table, times } from '../lib/table.js'
import type { Store } from '../store/open-store.js'

const VIEW = 'ml.v_damage_fusion_features_v2_scored'
const STORED = `${VIEW}_stored`

export interface RefreshTimes {
  readonly createTableAs: number
  readonly firstFill: number
  readonly whole: number
  readonly onePercent: number
  readonly oneListing: number
  readonly nothing: number
}

/** Fills the stored relation and refreshes it after changes. */
export async function measureRefreshes({ client }: Store, runs: number, say: Say): Promise<RefreshTimes> {
  const refresh = (whole = false): Promise<number> =>
    clock(() => client.query(`SELECT audit.refresh_one('${STORED}', ${whole})`))
  const createTableAs: number[] = []
  const firstFill: number[] = []
  for (let round = 0; round < runs; round += 1) {
    createTableAs.push(await clock(() => client.query(`CREATE TABLE bench_as AS SELECT * FROM ${VIEW}`)))
    await client.query(`DROP TABLE bench_as; TRUNCATE ${STORED}; DELETE FROM audit.stored_state; CHECKPOINT`)
    firstFill.push(await refresh())
    say(`first fill ${round + 1} of ${runs}`)
  }
  const whole: number[] = []
  for (let round = 0; round < runs; round += 1) whole.push(await refresh(true))
  const after = async (change: (round: number) => string): Promise<number> => {
    const found: number[] = []
    for (let round = 0; round < runs; round += 1) {
      await client.query(change(round))
      found.push(await refresh())
    }
    return median(found)
  }
  const listingsOf = (round: number) => `listing_id % 100 = ${11 + round}`
  const result = {
    createTableAs: median(createTableAs),
    firstFill: median(firstFill),
    whole: median(whole),
    onePercent: await after(
      (round) =>
        `UPDATE ml.iphone_image_features_v1 SET photo_quality_level = (coalesce(photo_quality_level, 0) + 1) % 5 WHERE ${listingsOf(round)}`,
    ),
    oneListing: await after(
      (round) =>
        `UPDATE "iPhone".iphone_listings SET damage_ai_json = '{"battery_effective": "8${round % 10}"}' WHERE (generation, listing_id) = (SELECT generation, listing_id FROM "iPhone".iphone_listings WHERE spam IS NULL LIMIT 1)`,
    ),
    nothing: await after(() => 'SELECT 1'),
  }
  await vacuum(client)
  return result
}

const vacuum = (client: Client) => client.query('VACUUM ANALYZE')

export const refreshTable = (store: Store, found: RefreshTimes): Table => ({
  title: `Refresh at ${store.listings.toLocaleString('en-US')} listings`,
  columns: ['work', 'time', 'against', 'ratio', 'target'],
  rows: [
    ['CREATE TABLE AS of the view', seconds(found.createTableAs), null, null, null],
    [
      'first fill, with its primary key',
      seconds(found.firstFill),
      'CREATE TABLE AS',
      times(found.firstFill / found.createTableAs),
      'at most 1 x',
    ],
    ['all rows computed and compared', seconds(found.whole), null, null, null],
    [
      'after a change of the images of 1% of the listings',
      seconds(found.onePercent),
      'all rows',
      times(found.whole / found.onePercent),
      '30 x faster',
    ],
    ['after a change of one listing', seconds(found.oneListing), null, null, null],
    ['after no change', seconds(found.nothing), null, null, null],
  ],
})
