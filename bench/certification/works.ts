import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { clock } from '../lib/interleave.js'
import { sampleKeys } from '../store/sample-keys.js'
import { OURS } from '../store/store-version.js'
import { TRAINER_KEYS } from '../store/works.js'

const GUARDED = `${OURS.scored}_train_v`
/** Number of listings that the one-key read alternates between. */
const KEYS = 200

/** Something that is done with a certified store. */
export interface Work {
  readonly name: string
  /** Rounds for each requested run. */
  readonly repeat: number
  run(client: Client, round: number): Promise<number>
}

export const READ: Work = {
  name: 'plain read of the entrypoint, every row and column, copied to a client',
  repeat: 1,
  run: (client) =>
    clock(() => {
      const copied = client.query(copyTo(`COPY (SELECT * FROM ${OURS.entrypoint}) TO STDOUT`))
      return pipeline(copied, new Writable({ write: (_chunk, _encoding, done) => done() }))
    }),
}

export const CAPTURE: Work = {
  name: 'capture of 365 days',
  repeat: 1,
  async run(client) {
    await client.query('DELETE FROM audit.t0_dataset_hash_baseline')
    return clock(() => client.query(`CALL audit.capture_dataset_baseline('${OURS.entrypoint}', 365)`))
  },
}

export const CHECK: Work = {
  name: 'certification with a check of 30 days, all gates',
  repeat: 1,
  run: (client) => clock(() => client.query('CALL audit.run_t0_cert_fusion_store_v1(30, false)')),
}

export const DAILY: Work = {
  name: 'certification with a check of 3 days, all gates',
  repeat: 1,
  run: (client) => clock(() => client.query('CALL audit.run_t0_cert_fusion_store_v1(3, false)')),
}

const oneKey = (name: string, relation: string): Work => ({
  name,
  repeat: 40,
  async run(client, round) {
    const { generations, listingIds } = await sampleKeys(client, KEYS, 0)
    const at = round % generations.length
    const text = `SELECT * FROM ${relation} WHERE generation = $1 AND listing_id = $2`
    return clock(() => client.query({ name, text, values: [generations[at], listingIds[at]] }))
  },
})

const keyBatch = (name: string, relation: string): Work => ({
  name,
  repeat: 3,
  async run(client, round) {
    const keys = await sampleKeys(client, TRAINER_KEYS, round)
    const text = `SELECT v.* FROM unnest($1::int[], $2::bigint[]) AS k (generation, listing_id)
      JOIN ${relation} v ON v.generation = k.generation AND v.listing_id = k.listing_id`
    return clock(() => client.query(text, [keys.generations, keys.listingIds]))
  },
})

export const ONE_KEY = [oneKey('one key', OURS.scored), oneKey('one key, guarded', GUARDED)] as const
export const KEY_BATCH = [
  keyBatch('20,000 keys', OURS.scored),
  keyBatch('20,000 keys, guarded', GUARDED),
] as const
