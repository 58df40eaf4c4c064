import { execFileSync } from 'node:child_process'
import { nativeProvider } from '../../src/postgres/native/native-provider.js'
import { interleave } from '../lib/interleave.js'
import type { BenchOptions, Say } from '../lib/options.js'
import { type SectionResult, seconds, type Table, times } from '../lib/table.js'
import { openStore, type Store } from '../store/open-store.js'
import { OURS, type StoreVersion } from '../store/store-version.js'
import { WORKS } from '../store/works.js'

const BEFORE: StoreVersion = {
  name: 'before',
  scored: 'before.v_damage_fusion_features_v2_scored',
  entrypoint: 'before.fusion_feature_store_t0_v1_v',
}
const FILES = ['01_create_fusion_views_v2.sql', '02_create_cert_entrypoint_and_guard.sql']

/** The views of an earlier commit, in a schema of their own over the same tables. */
function viewsOf(commit: string): string {
  const files = FILES.map((file) =>
    execFileSync('git', ['show', `${commit}:generated/sql/${file}`], { encoding: 'utf8' }),
  )
  return files.join('').replaceAll(/\bml\.(v_damage|fusion_feature)/g, 'before.$1')
}

/** The generated store against the one that an earlier commit generated, on one server in one run. */
export async function measureBefore(
  { listings, runs, before }: BenchOptions,
  say: Say,
): Promise<SectionResult> {
  const server = await nativeProvider({ major: 18 }).start({ report: say })
  const tables: Table[] = []
  const errors: string[] = []
  try {
    for (const size of listings) {
      const store = await openStore(server, size, say)
      try {
        await store.client.query('CREATE SCHEMA before')
        await store.client.query(viewsOf(before))
        errors.push(...(await differences(store)))
        tables.push(await timesOf(store, runs, say))
      } finally {
        await store.client.end()
      }
    }
    return {
      facts: { before, postgres: 18, runs, 'equal rows': errors.length === 0 ? 'yes' : 'NO' },
      tables,
      errors,
    }
  } finally {
    await server.stop()
  }
}

async function differences({ client, listings }: Store): Promise<string[]> {
  const { rows } = await client.query<{ n: string }>(
    `SELECT count(*) AS n FROM ((TABLE ${OURS.scored} EXCEPT ALL TABLE ${BEFORE.scored})
       UNION ALL (TABLE ${BEFORE.scored} EXCEPT ALL TABLE ${OURS.scored})) AS d`,
  )
  return rows[0]?.n === '0' ? [] : [`${listings} listings: ${rows[0]?.n} rows differ`]
}

async function timesOf(store: Store, runs: number, say: Say): Promise<Table> {
  const rows: Table['rows'][number][] = []
  for (const work of WORKS) {
    const contenders = [BEFORE, OURS].map((side) => ({
      name: `${work.name}, ${side.name}`,
      run: (round: number) => work.run(store, side, round),
    }))
    const medians = await interleave(contenders, runs * work.repeat, say)
    const [then = Number.NaN, now = Number.NaN] = contenders.map(({ name }) => medians.get(name))
    rows.push([work.name, seconds(then), seconds(now), times(then / now)])
  }
  return {
    title: `Medians at ${store.listings.toLocaleString('en-US')} listings`,
    columns: ['work', 'before', 'now', 'before / now'],
    rows,
  }
}
