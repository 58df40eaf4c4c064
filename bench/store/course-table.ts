import { count, type Table } from '../lib/table.js'
import { explain } from './explain.js'
import type { Store } from './open-store.js'
import { sampleKeys } from './sample-keys.js'
import { type StoreVersion, VERSIONS } from './store-version.js'
import { dayOf, dayQuery, TRAINER_KEYS, trainerQuery } from './works.js'

type NamedQuery = readonly [name: string, sql: string, values: readonly unknown[]]

/** Temporary files and parallel workers of each query, at each size. */
export async function courseTable(stores: readonly Store[]): Promise<Table> {
  const rows = []
  for (const store of stores) {
    const keys = await sampleKeys(store.client, TRAINER_KEYS, 0)
    const asked = (side: StoreVersion): readonly NamedQuery[] => [
      ['whole view', `SELECT * FROM ${side.scored}`, []],
      ["trainer's read", trainerQuery(side), [keys.generations, keys.listingIds]],
      ['one day', dayQuery(side), dayOf(0)],
    ]
    for (const side of VERSIONS) {
      for (const [name, sql, values] of asked(side)) {
        const { tempBlocks, workers } = await explain(store.client, sql, values)
        rows.push([count(store.listings), name, side.name, count(tempBlocks), count(workers)])
      }
    }
  }
  return {
    title: 'Blocks of temporary files (target for ours: 0) and parallel workers',
    columns: ['listings', 'query', 'version', 'temp blocks', 'workers'],
    rows,
  }
}
