import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  certify,
  type CertifiedStores,
  type Client,
  ENTRYPOINT,
  GUARDED,
  lastVerdict,
  NAMES,
  refusalAs,
  SCORED,
  seedInto,
  startCertifiedStores,
  statuses,
} from '../../support/certified-store.js'
import { isEverything } from '../../support/everything.js'
import { smallStoreSql } from '../../support/small-store.js'

let stores: CertifiedStores
beforeAll(async () => {
  // Every row is made slow, so what is interrupted takes long enough without large definitions.
  stores = await startCertifiedStores(18, smallStoreSql)
})
afterAll(() => stores.stop())

/** Everything that certification has written, but for the events that were lost with their numbers. */
async function state(client: Client): Promise<unknown> {
  const tables = [
    't0_cert_registry',
    't0_viewdef_baseline',
    't0_dataset_hash_baseline',
    't0_cert_seal',
    't0_cert_event',
  ]
  const parts = []
  for (const table of tables) {
    const { rows } = await client.query(`SELECT to_jsonb(t)::text AS row FROM audit.${table} t ORDER BY 1`)
    parts.push(rows)
  }
  return parts
}

/** Makes the entrypoint slow, so that there is a middle to be caught in. */
const slow = `
  CREATE FUNCTION public.slowly(x bigint) RETURNS bigint LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.005); RETURN x; END';
  ALTER TABLE "iPhone".iphone_listings RENAME TO listings_kept;
  CREATE VIEW "iPhone".iphone_listings AS SELECT generation, public.slowly(listing_id) AS listing_id, spam, damage_ai_json, edited_date
    FROM "iPhone".listings_kept`

const underway = async (client: Client, what: RegExp): Promise<boolean> => {
  const { rows } = await client.query(
    `SELECT query FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()`,
  )
  return rows.some(({ query }) => what.test(query))
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await condition()) return
    await setTimeout(25)
  }
  throw new Error('it never happened')
}

const RUNS = [
  ['certification', `CALL audit.run_t0_cert_fusion_store_v1(365, true)`],
  ['baseline capture', `CALL audit.capture_dataset_baseline('${ENTRYPOINT}', 365, true)`],
] as const
it.each(isEverything ? RUNS : RUNS.slice(0, 1))(
  'a server that is killed in the middle of a %s leaves nothing half',
  async (_, sql) => {
    const client = await stores.fresh('crash')
    await client.query(`UPDATE "iPhone".iphone_listings SET spam = concat(spam, ' again')`)
    await client.query(`DROP VIEW ml.v_damage_fusion_features_v2 CASCADE; ${slow}`)
    await stores.apply(client, /^0[1235]/)
    // Vouched for, or the gate of the time would close the store.
    await client.query(`UPDATE audit.t0_entrypoint SET allowed_functions = ARRAY['public.slowly(bigint)']`)
    await client.query(`SELECT audit.capture_viewdef_baseline('${ENTRYPOINT}')`)
    await certify(client, 1)
    expect(await statuses(client)).toEqual(['CERTIFIED'])
    const before = await state(client)

    const runner = await stores.connect('crash')
    const run = runner.query(sql).then(
      () => 'finished',
      () => 'broken',
    )
    await until(() => underway(client, /^CALL/))
    // Well into it: every listing takes a while.
    await setTimeout(700)
    expect(await underway(client, /^CALL/)).toBe(true)
    await stores.native.server.crash()
    expect(await run).toBe('broken')
    await stores.native.server.restart()

    const again = await stores.connect('crash')
    expect(await state(again)).toEqual(before)
    expect(
      await refusalAs(again, 'fusion_trainer', `SELECT count(*) FROM (SELECT 1 FROM ${GUARDED} LIMIT 1) g`),
    ).toBeUndefined()
  },
)

it('a run that is canceled leaves the old certificate, and a statement timeout does', async () => {
  const client = await stores.fresh('canceled')
  const before = await state(client)
  await client.query('SET statement_timeout = 50')
  await expect(client.query('CALL audit.run_t0_cert_fusion_store_v1(365, true)')).rejects.toMatchObject({
    code: '57014',
  })
  await client.query('RESET statement_timeout')
  expect(await state(client)).toEqual(before)
  await client.end()
})

it('two runs at once queue, and each is in the history', async () => {
  const client = await stores.fresh('queue')
  const others = await Promise.all([1, 2, 3].map(() => stores.connect('queue')))
  const count = async () =>
    Number(
      (await client.query(`SELECT count(*) FROM audit.t0_cert_event WHERE kind = 'certification'`)).rows[0]
        .count,
    )
  const before = await count()
  // One that is not done yet holds the others up.
  await client.query('BEGIN; CALL audit.run_t0_cert_fusion_store_v1(3, true)')
  const runs = others.map((other) => other.query('CALL audit.run_t0_cert_fusion_store_v1(3, true)'))
  const waiting = async () =>
    Number(
      (
        await client.query(
          `SELECT count(*) FROM pg_stat_activity WHERE datname = 'queue' AND wait_event_type = 'Lock'`,
        )
      ).rows[0].count,
    )
  await until(async () => (await waiting()) === 3)
  await client.query('COMMIT')
  await Promise.all(runs)
  expect((await count()) - before).toBe(4)
  const { rows } = await client.query(`
    SELECT count(*) AS overlapping FROM audit.t0_cert_event a JOIN audit.t0_cert_event b ON a.event_id < b.event_id
    WHERE a.kind = 'certification' AND b.kind = 'certification' AND a.finished_at > b.finished_at`)
  expect(rows[0].overlapping).toBe('0')
  expect(await lastVerdict(client)).toMatchObject({ status: 'CERTIFIED' })
  const { rows: registry } = await client.query(
    'SELECT DISTINCT event_id, status FROM audit.t0_cert_registry JOIN audit.t0_verdict USING (entrypoint) WHERE entrypoint = ANY ($1)',
    [NAMES],
  )
  expect(registry).toHaveLength(1)
})

it.each(['REPEATABLE READ', 'SERIALIZABLE'])(
  'a %s transaction, which sees the past, certifies nothing',
  async (level) => {
    const client = await stores.fresh('past')
    const other = await stores.connect('past')
    await client.query(`BEGIN ISOLATION LEVEL ${level}; SELECT 1 FROM audit.t0_cert_registry`)
    await seedInto(other, SCORED, 'now() IS NOT NULL')
    await expect(client.query('CALL audit.run_t0_cert_fusion_store_v1()')).rejects.toMatchObject({
      code: 'FSC08',
    })
    await client.query('ROLLBACK')
    expect(await certify(client)).toMatchObject({ status: 'FAILED', codes: ['A.changed', 'A2.clock'] })
  },
)
