import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { to as copyTo } from 'pg-copy-streams'
import { LAST_DAY } from '../../scripts/upstream/index.js'
import { clock } from '../lib/interleave.js'
import { explain } from './explain.js'
import type { Store } from './open-store.js'
import { RAW_SCAN, type StoreVersion } from './store-version.js'
import { sampleKeys } from './sample-keys.js'

/** Work that is measured for each version of the store. */
export interface Work {
  readonly name: string
  /** How many times faster than plain it must be. */
  readonly target: number | null
  /** Rounds for each requested run: work that takes milliseconds needs more of them. */
  readonly repeat: number
  run(store: Store, side: StoreVersion, round: number): Promise<number>
}

export const TRAINER_KEYS = 20_000
const DAY_MS = 86_400_000

export const trainerQuery = (side: StoreVersion): string =>
  `SELECT v.* FROM unnest($1::int[], $2::bigint[]) AS k (generation, listing_id)
   JOIN ${side.scored} v ON v.generation = k.generation AND v.listing_id = k.listing_id`

export const dayQuery = (side: StoreVersion): string =>
  `SELECT * FROM ${side.entrypoint} WHERE edited_date >= $1 AND edited_date < $2`

export function dayOf(round: number): [from: Date, to: Date] {
  const from = Date.parse(LAST_DAY) - (20 + (round % 300)) * DAY_MS
  return [new Date(from), new Date(from + DAY_MS)]
}

export const RAW: Work = {
  name: 'raw scan of the image table',
  target: null,
  repeat: 1,
  run: ({ client }) => clock(() => client.query(RAW_SCAN)),
}

export const WHOLE: Work = {
  name: 'whole view, every row and column',
  target: 3,
  repeat: 1,
  run: ({ client }, side) => clock(() => explain(client, `SELECT * FROM ${side.scored}`)),
}

export const TRAINER: Work = {
  name: `trainer's read: ${TRAINER_KEYS.toLocaleString('en-US')} keys`,
  target: 60,
  repeat: 1,
  async run({ client }, side, round) {
    const keys = await sampleKeys(client, TRAINER_KEYS, round)
    return clock(() => client.query(trainerQuery(side), [keys.generations, keys.listingIds]))
  },
}

export const WORKS: readonly Work[] = [
  WHOLE,
  {
    name: 'the same, copied to a client',
    target: null,
    repeat: 1,
    run: ({ client }, side) =>
      clock(() => {
        const copied = client.query(copyTo(`COPY (SELECT * FROM ${side.scored}) TO STDOUT`))
        return pipeline(copied, new Writable({ write: (_chunk, _encoding, done) => done() }))
      }),
  },
  TRAINER,
  {
    name: 'the same, rows not sent',
    target: null,
    repeat: 1,
    async run({ client }, side, round) {
      const keys = await sampleKeys(client, TRAINER_KEYS, round)
      return clock(() => explain(client, trainerQuery(side), [keys.generations, keys.listingIds]))
    },
  },
  {
    name: 'one key, prepared',
    target: 1,
    repeat: 20,
    async run({ client }, side, round) {
      const { generations, listingIds } = await sampleKeys(client, 200, 0)
      const text = `SELECT * FROM ${side.scored} WHERE generation = $1 AND listing_id = $2`
      const at = round % generations.length
      const values = [generations[at], listingIds[at]]
      return clock(() => client.query({ name: `one_key_${side.name}`, text, values }))
    },
  },
  {
    name: 'one day of edited_date',
    target: 5,
    repeat: 1,
    run: ({ client }, side, round) => clock(() => client.query(dayQuery(side), dayOf(round))),
  },
]
