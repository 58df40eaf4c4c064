import type { Client } from 'pg'
import { nativeProvider } from '../../src/postgres/native/native-provider.js'
import type { BenchOptions, Say } from '../lib/options.js'
import type { SectionResult } from '../lib/table.js'
import { openStore, type Store } from '../store/open-store.js'
import { measureReads, readsTable } from './reads.js'
import { storedFiles } from './stored-files.js'
import { measureRefreshes, refreshTable } from './refreshes.js'
import { measureTriggers, triggersTable } from './triggers.js'

const ENTRYPOINT = 'ml.fusion_feature_store_t0_v1_v'
const DAYS = 3

/** Creates nothing of the store: the files come from a build of its own. */
const NOTHING = /^$/

/** The store served from a stored form, against its view, the plain version and COPY, on one server. */
export async function measureStored({ listings, runs }: BenchOptions, say: Say): Promise<SectionResult> {
  const files = await storedFiles()
  const server = await nativeProvider({ major: 18 }).start({ report: say })
  const stores: Store[] = []
  try {
    const errors: string[] = []
    const tables = []
    for (const size of listings) {
      const store = await openStore(server, size, say, NOTHING)
      stores.push(store)
      const triggers = await measureTriggers(store, files.store, runs, say)
      const refreshes = await measureRefreshes(store, runs, say)
      say('certifying')
      for (const file of files.certification) await store.client.query(file)
      await store.client.query(`CALL audit.capture_dataset_baseline('${ENTRYPOINT}', ${DAYS})`)
      await store.client.query(`CALL audit.run_t0_cert_fusion_store_v1(${DAYS}, false)`)
      const reads = await measureReads(store, runs, say)
      errors.push(...(await differences(store.client)).map((found) => `${size} listings: ${found}`))
      tables.push(readsTable(store, reads), refreshTable(store, refreshes), triggersTable(store, triggers))
    }
    return {
      facts: {
        settings: 'all default',
        rows: stores.map((s) => `${s.listings} listings with ${s.images} images`).join('; '),
        'stored rows equal their view': errors.length === 0 ? 'yes, all of them' : 'NO',
        runs,
      },
      tables,
      errors,
    }
  } finally {
    for (const { client } of stores) await client.end()
    await server.stop()
  }
}

async function differences(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<Record<'compared' | 'missing' | 'surplus' | 'changed', string>>(
    "SELECT * FROM audit.stored_differences('ml.v_damage_fusion_features_v2_scored_stored')",
  )
  const found = rows[0]
  const isSame = found?.missing === '0' && found.surplus === '0' && found.changed === '0'
  return isSame ? [] : [`stored rows differ from their view: ${JSON.stringify(found)}`]
}
