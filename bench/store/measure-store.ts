import { nativeProvider } from '../../src/postgres/native/native-provider.js'
import { interleave } from '../lib/interleave.js'
import type { BenchOptions, Say } from '../lib/options.js'
import type { SectionResult } from '../lib/table.js'
import { compareRows } from './compare-rows.js'
import { courseTable } from './course-table.js'
import { openStore, type Store } from './open-store.js'
import { OURS, VERSIONS } from './store-version.js'
import { measurementName, scaleTable, timesTable } from './times-table.js'
import { RAW, WORKS } from './works.js'

/** The store against its plain version, on one server with default settings, at each size. */
export async function measureStore({ listings, runs }: BenchOptions, say: Say): Promise<SectionResult> {
  const server = await nativeProvider({ major: 18 }).start({ report: say })
  const stores: Store[] = []
  try {
    const errors: string[] = []
    for (const size of listings) {
      const store = await openStore(server, size, say)
      stores.push(store)
      say('comparing the rows of both versions')
      const differences = await compareRows(store.client)
      errors.push(...differences.map((difference) => `${size} listings: ${difference}`))
    }
    const medians = await measureWorks(stores, runs, say)
    say('reading the plans')
    return {
      facts: {
        postgres: await versionOf(stores),
        settings: 'all default',
        rows: stores.map((s) => `${s.listings} listings with ${s.images} images`).join('; '),
        'equal rows': errors.length === 0 ? 'yes, 59 columns' : 'NO',
        runs,
      },
      tables: [
        ...stores.map((store) => timesTable(store, medians)),
        ...scaleTable(stores, medians),
        await courseTable(stores),
      ],
      errors,
    }
  } finally {
    for (const { client } of stores) await client.end()
    await server.stop()
  }
}

async function measureWorks(
  stores: readonly Store[],
  runs: number,
  say: Say,
): Promise<ReadonlyMap<string, number>> {
  const medians = new Map<string, number>()
  for (const work of [RAW, ...WORKS]) {
    const sides = work === RAW ? [OURS] : VERSIONS
    const contenders = stores.flatMap((store) =>
      sides.map((side) => ({
        name: measurementName(store, side.name, work),
        run: (round: number) => work.run(store, side, round),
      })),
    )
    for (const [name, seconds] of await interleave(contenders, runs * work.repeat, say)) {
      medians.set(name, seconds)
    }
  }
  return medians
}

async function versionOf([store]: readonly Store[]): Promise<string> {
  const answer = await store?.client.query<{ server_version: string }>('SHOW server_version')
  return answer?.rows[0]?.server_version ?? ''
}
