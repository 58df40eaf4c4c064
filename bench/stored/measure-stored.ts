import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from 'pg'
import { buildInMemory } from '../../src/app/build/pipeline.js'
import { Interrupts } from '../../src/app/interrupts.js'
import { silent } from '../../src/app/ports.js'
import { nativeProvider } from '../../src/postgres/native/native-provider.js'
import type { BenchOptions, Say } from '../lib/options.js'
import type { SectionResult } from '../lib/table.js'
import { openStore, type Store } from '../store/open-store.js'
import { measureReads, readsTable } from './reads.js'
import { measureRefreshes, refreshTable } from './refreshes.js'
import { measureTriggers, triggersTable } from './triggers.js'

/** Files of the store that create its views and its stored relation, without data of a certification. */
const FILES = [
  '00_audit_framework.sql',
  '00_stored_relations.sql',
  '01_create_fusion_views_v2.sql',
  '02_create_cert_entrypoint_and_guard.sql',
]

/** Files of its certification; its days are captured apart. */
const CERTIFICATION = ['03_baseline_viewdefs.sql', '05_cert_functions.sql']
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

/** The SQL that a build gives for the store of `bench/stored/store`, in the order in which it is run. */
async function storedFiles(): Promise<Record<'store' | 'certification', readonly string[]>> {
  const cacheDir = await mkdtemp(join(tmpdir(), 'fusion-bench-'))
  const { artifacts } = await buildInMemory({
    projectDir: join(import.meta.dirname, 'store'),
    cacheDir,
    env: process.env,
    compiler: 'bench',
    progress: silent,
    interrupts: new Interrupts(() => Promise.reject(new Error('interrupted'))),
  })
  await rm(cacheDir, { recursive: true, force: true })
  const textOf = (file: string): string => artifacts.find(({ path }) => path === `sql/${file}`)?.text ?? ''
  return { store: FILES.map(textOf), certification: CERTIFICATION.map(textOf) }
}

async function differences(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<Record<'compared' | 'missing' | 'surplus' | 'changed', string>>(
    "SELECT * FROM audit.stored_differences('ml.v_damage_fusion_features_v2_scored_stored')",
  )
  const found = rows[0]
  const isSame = found?.missing === '0' && found.surplus === '0' && found.changed === '0'
  return isSame ? [] : [`stored rows differ from their view: ${JSON.stringify(found)}`]
}
