import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { clock, interleave } from '../lib/interleave.js'
import type { Say } from '../lib/options.js'
import { seconds, type Table, times } from '../lib/table.js'
import { explain } from '../store/explain.js'
import type { Store } from '../store/open-store.js'
import { sampleKeys } from '../store/sample-keys.js'
import { PLAIN } from '../store/store-version.js'
import { TRAINER_KEYS } from '../store/works.js'

const VIEW = 'ml.v_damage_fusion_features_v2_scored'
const STORED = `${VIEW}_stored`
/** The guarded view reads the stored form. */
const GUARDED = `${VIEW}_train_v`
const RELATIONS = { plain: PLAIN.scored, view: VIEW, table: STORED, stored: GUARDED } as const
type Side = keyof typeof RELATIONS

/** Median seconds by work and side. */
export type ReadTimes = ReadonlyMap<string, number>

const copied = (client: Client, what: string, how: string): Promise<number> =>
  clock(() =>
    pipeline(
      client.query(copyTo(`COPY (${what}) TO STDOUT ${how}`)),
      new Writable({ write: (_chunk, _encoding, done) => done() }),
    ),
  )

/** Reads of the stored form, of the view and of the plain version. */
export async function measureReads({ client }: Store, runs: number, say: Say): Promise<ReadTimes> {
  const sides = Object.keys(RELATIONS) as Side[]
  const whole = await interleave(
    sides.map((side) => ({
      name: `whole, ${side}`,
      run: () => clock(() => explain(client, `SELECT * FROM ${RELATIONS[side]}`)),
    })),
    runs,
    say,
  )
  const keys = await interleave(
    sides.map((side) => ({
      name: `keys, ${side}`,
      run: async (round: number) => {
        const { generations, listingIds } = await sampleKeys(client, TRAINER_KEYS, round)
        const query = `SELECT v.* FROM unnest($1::int[], $2::bigint[]) AS k (generation, listing_id)
          JOIN ${RELATIONS[side]} v ON v.generation = k.generation AND v.listing_id = k.listing_id`
        return clock(() => explain(client, query, [generations, listingIds]))
      },
    })),
    runs,
    say,
  )
  const sent = await interleave(
    [
      {
        name: 'sent, stored',
        run: () => copied(client, `SELECT * FROM ${GUARDED}`, '(FORMAT binary)'),
      },
      { name: 'sent, table', run: () => copied(client, `TABLE ${STORED}`, '(FORMAT binary)') },
    ],
    runs,
    say,
  )
  return new Map([...whole, ...keys, ...sent])
}

export function readsTable(store: Store, found: ReadTimes): Table {
  const of = (name: string): number => found.get(name) ?? Number.NaN
  const row = (title: string, work: string, target: string) => [
    title,
    seconds(of(`${work}, plain`)),
    seconds(of(`${work}, view`)),
    seconds(of(`${work}, table`)),
    seconds(of(`${work}, stored`)),
    times(of(`${work}, plain`) / of(`${work}, stored`)),
    target,
  ]
  return {
    title: `Reads at ${store.listings.toLocaleString('en-US')} listings`,
    columns: ['work', 'plain', 'view', 'table', 'guarded', 'ratio', 'target'],
    rows: [
      row('whole store, rows not sent', 'whole', '200 x'),
      row(`${TRAINER_KEYS.toLocaleString('en-US')} keys, rows not sent`, 'keys', '200 x'),
      [
        'whole store, COPY BINARY to a client',
        null,
        null,
        seconds(of('sent, table')),
        seconds(of('sent, stored')),
        times(of('sent, stored') / of('sent, table')),
        'at most 1.2 x of the table',
      ],
    ],
    notes: [
      'plain: the hand-written version of the store; table: the stored form; guarded: the guarded view over it; ratio: plain against guarded.',
    ],
  }
}
