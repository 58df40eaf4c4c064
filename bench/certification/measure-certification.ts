import { Client } from 'pg'
import type { NativeServer } from '../../src/postgres/native/server.js'
import { nativeProvider } from '../../src/postgres/native/native-provider.js'
import { interleave } from '../lib/interleave.js'
import type { BenchOptions, Say } from '../lib/options.js'
import { type Cell, megabytes, seconds, type SectionResult, type Table, times } from '../lib/table.js'
import { openStore, type Store } from '../store/open-store.js'
import { peakMemory } from './peak-memory.js'
import { CAPTURE, CHECK, DAILY, KEY_BATCH, ONE_KEY, READ, type Work } from './works.js'

/** All but the first capture of data and the first certification, which are measured. */
const FILES = /^0[01235]_/
/** Upper limit for capture and check, in plain reads. */
const READS = 2
/** Upper limits for the guard: as a ratio for a batch of keys, and in seconds for one query. */
const GUARD_RATIO = 1.3
const GUARD_SECONDS = 0.01

type Medians = ReadonlyMap<string, number>

/** Certification against a plain read of the certified relation, on one server with default settings, at each size. */
export async function measureCertification(
  { listings, runs }: BenchOptions,
  say: Say,
): Promise<SectionResult> {
  const server = await nativeProvider({ major: 18 }).start({ report: say })
  try {
    const tables: Table[] = []
    const memory: Cell[][] = []
    const errors: string[] = []
    for (const size of listings) {
      const store = await openStore(server, size, say, FILES)
      const medians = await measureWorks(store, runs, say)
      tables.push(readsTable(store, medians), guardTable(store, medians))
      memory.push(await memoryRow(server, store, say))
      const { rows } = await store.client.query<{ status: string; notes: string }>(
        'SELECT status, notes FROM audit.t0_cert_event ORDER BY event_id DESC LIMIT 1',
      )
      if (rows[0]?.status !== 'CERTIFIED') errors.push(`${size} listings: ${rows[0]?.notes}`)
      await store.client.end()
    }
    return {
      facts: { settings: 'all default', runs },
      tables: [
        ...tables,
        {
          title: 'Peak memory of the server process',
          columns: ['listings', 'plain read', 'capture of 365 days', 'check of 30 days'],
          rows: memory,
          notes: [
            'Each in a connection of its own; includes up to 128 MB of buffers that all processes share.',
          ],
        },
      ],
      errors,
    }
  } finally {
    await server.stop()
  }
}

function measureWorks({ client, listings }: Store, runs: number, say: Say): Promise<Medians> {
  const tell: Say = (line) => say(`${listings} listings, ${line}`)
  const contenders = (works: readonly Work[]) =>
    works.map(({ name, run }) => ({ name, run: (round: number) => run(client, round) }))
  const groups: readonly (readonly Work[])[] = [[READ, CAPTURE, CHECK, DAILY], ONE_KEY, KEY_BATCH]
  return groups.reduce<Promise<Medians>>(async (before, works) => {
    const known = await before
    const found = await interleave(contenders(works), runs * (works[0]?.repeat ?? 1), tell)
    return new Map([...known, ...found])
  }, Promise.resolve(new Map()))
}

const of = (medians: Medians, { name }: Work): number => medians.get(name) ?? Number.NaN

function readsTable({ listings }: Store, medians: Medians): Table {
  const read = of(medians, READ)
  const target = (work: Work): Cell => (work === READ || work === DAILY ? null : times(READS))
  return {
    title: `Certification at ${listings.toLocaleString('en-US')} listings over 365 days`,
    columns: ['work', 'time', 'plain reads', 'at most'],
    rows: [READ, CAPTURE, CHECK, DAILY].map((work) => [
      work.name,
      seconds(of(medians, work)),
      times(of(medians, work) / read),
      target(work),
    ]),
  }
}

function guardTable({ listings }: Store, medians: Medians): Table {
  const row = ([plain, guarded]: readonly [Work, Work], limit: Cell): Cell[] => [
    plain.name,
    seconds(of(medians, plain)),
    seconds(of(medians, guarded)),
    seconds(of(medians, guarded) - of(medians, plain)),
    times(of(medians, guarded) / of(medians, plain)),
    limit,
  ]
  return {
    title: `The guard at ${listings.toLocaleString('en-US')} listings`,
    columns: ['read', 'unguarded', 'guarded', 'difference', 'ratio', 'at most'],
    rows: [row(ONE_KEY, seconds(GUARD_SECONDS)), row(KEY_BATCH, times(GUARD_RATIO))],
  }
}

/** Runs each work again in a connection of its own, so that the figure contains no other memory. */
async function memoryRow(server: NativeServer, { listings }: Store, say: Say): Promise<Cell[]> {
  const row: Cell[] = [listings.toLocaleString('en-US')]
  for (const work of [READ, CAPTURE, CHECK]) {
    say(`${listings} listings, memory of ${work.name}`)
    const url = new URL(server.url)
    url.pathname = `/bench_${listings}`
    const client = new Client({ connectionString: url.href })
    await client.connect()
    await work.run(client, 0)
    const bytes = await peakMemory(client)
    row.push(bytes === null ? null : megabytes(bytes))
    await client.end()
  }
  return row
}
