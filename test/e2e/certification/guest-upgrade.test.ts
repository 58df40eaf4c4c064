import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENTRYPOINT, GUARDED } from '../../support/certified-store.js'
import { generatedSql } from '../../support/fusion-database.js'
import {
  type GuestStores,
  installStore,
  runFile,
  startGuestStores,
  UNINSTALL,
  VERSION_1,
} from '../../support/guest-stores.js'
import type { NativeMajor } from '../../../src/postgres/native/versions.js'
import { isEverything } from '../../support/everything.js'
import { MAJORS, testWhole } from '../../support/majors.js'
import { smallStoreSql } from '../../support/small-store.js'
import { earlierSystem } from './guest/earlier-system.js'
import { answersOf, everythingOf } from './guest/questions.js'
import { SCENARIOS } from './guest/scenarios.js'

const HISTORY = `SELECT event_id, kind, status, notes FROM audit.t0_cert_event ORDER BY event_id`
const VERDICTS = 'SELECT * FROM audit.t0_cert_registry ORDER BY entrypoint'
const DAYS =
  'SELECT entrypoint, t0_day, sample_limit, dataset_sha256, computed_at FROM audit.t0_dataset_hash_baseline ORDER BY 1, 2, 3'
/** Columns that version 1 added to tables that may be somebody else's. */
const ADDED = `SELECT attrelid::regclass::text || '.' || attname AS name FROM pg_attribute WHERE attrelid IN (
  'audit.t0_cert_registry'::regclass, 'audit.t0_viewdef_baseline'::regclass, 'audit.t0_dataset_hash_baseline'::regclass)
  AND NOT attisdropped AND attname IN ('certified_entrypoint', 'checked_at', 'event_id', 'server_version', 'hash_version', 'row_count', 'row_digests') ORDER BY 1`

/** Earlier systems of which version 1 replaced nothing, and to which its overloads made every call ambiguous or another. */
const CLOSED = SCENARIOS.filter(({ name }) => /defaults|types/.test(name)).map((scenario) => ({
  ...scenario,
  functions: {
    ...scenario.functions,
    assertion: 'audit.assert_viewdef_baseline(p_entrypoint varchar) RETURNS int LANGUAGE plpgsql',
  },
}))

describe.each<NativeMajor>(isEverything ? MAJORS : [14, 18])('on PostgreSQL %d', (major) => {
  let stores: GuestStores
  beforeAll(async () => {
    stores = await startGuestStores(major)
  })
  afterAll(() => stores?.stop())

  it('keeps verdicts, baselines and the history of version 1, and goes on certifying', async () => {
    const client = await stores.fresh()
    await client.query(VERSION_1)
    const history = (await client.query(HISTORY)).rows
    const days = (await client.query(DAYS)).rows
    const verdicts = (await client.query(VERDICTS)).rows
    expect(history.map(({ kind }) => kind)).toEqual(['definitions', 'dataset', 'certification'])
    expect(days.length).toBeGreaterThan(5)

    const [framework = '', ...others] = generatedSql()
    await runFile(client, framework)
    expect((await client.query(DAYS)).rows).toEqual(days)
    expect((await client.query(VERDICTS)).rows).toEqual(verdicts)
    expect((await client.query(HISTORY)).rows).toEqual(history)
    expect(
      (await client.query('SELECT entrypoint, certified_entrypoint FROM audit.t0_verdict ORDER BY 1')).rows,
    ).toEqual(verdicts.map(({ entrypoint }) => ({ entrypoint, certified_entrypoint: ENTRYPOINT })))
    // Between the files the gates of version 1 are still there, and may run.
    await client.query('CALL audit.run_t0_cert_fusion_store_v1(3, false)')

    for (const sql of others) await runFile(client, sql)
    expect((await client.query(DAYS)).rows).toEqual(days)
    expect((await client.query(ADDED)).rows).toEqual([])
    const events = (await client.query(HISTORY)).rows
    expect(events.slice(0, history.length)).toEqual(history)
    expect(events.at(-1)).toMatchObject({ kind: 'certification', status: 'CERTIFIED' })
    expect(events.at(-1)?.notes).toMatch(/C: \d+ days checked: \d+ unchanged, 0 new, 0 drifted/)
    await client.query(`SELECT 1 FROM ${GUARDED}`)
    const left = await client.query(
      `SELECT oid::regprocedure::text AS name FROM pg_proc WHERE pronamespace = 'audit'::regnamespace AND proname IN ('_make_way', '_fingerprint')`,
    )
    expect(left.rows).toEqual([])
    await installStore(client)
    expect((await client.query(DAYS)).rows).toEqual(days)

    await client.query(`DROP VIEW ${GUARDED}`)
    await client.query(UNINSTALL)
    // Whose the three tables are was not written down by version 1, so they stay, without a row of ours.
    expect((await client.query(DAYS)).rows).toEqual([])
    expect(
      (
        await client.query(
          `SELECT count(*)::int AS n FROM pg_proc WHERE pronamespace = 'audit'::regnamespace`,
        )
      ).rows,
    ).toEqual([{ n: 0 }])
  })

  // The first has asked the major for all that an upgrade needs of it.
  const whole = testWhole(major)
  whole('keeps a column of version 1 that somebody reads', async () => {
    const client = await stores.fresh()
    await client.query(VERSION_1)
    await client.query('CREATE VIEW ml.checks AS SELECT entrypoint, checked_at FROM audit.t0_cert_registry')
    await installStore(client)
    expect((await client.query(ADDED)).rows).toEqual([{ name: 'audit.t0_cert_registry.checked_at' }])
    await client.query('SELECT * FROM ml.checks')
    await installStore(client)
  })

  whole.each(CLOSED)('other stores that version 1 has closed work again: $name', async (scenario) => {
    const client = await stores.fresh()
    await client.query(earlierSystem(scenario.functions, scenario.tables))
    const answers = await answersOf(client, scenario)
    await client.query(VERSION_1).catch(() => client.query('ROLLBACK'))
    expect(await answersOf(client, scenario)).not.toEqual(answers)
    await installStore(client)
    expect(await answersOf(client, scenario)).toEqual(answers)
    await client.query(`SELECT audit.require_certified_strict('${ENTRYPOINT}', interval '24 hours')`)
  })

  whole('is taken out from any half-way state', async () => {
    const [scenario] = SCENARIOS
    const files = smallStoreSql()
    for (const done of [1, 3, 4, 5, 6]) {
      const client = await stores.fresh()
      if (!scenario) throw new Error('there is no scenario')
      await client.query(earlierSystem(scenario.functions))
      const everything = await everythingOf(client)
      for (const sql of files.slice(0, done)) await runFile(client, sql)
      if (done > 2) {
        // The guarded view needs the guard: nothing is taken out from under it.
        await expect(runFile(client, UNINSTALL)).rejects.toMatchObject({
          code: 'FSC12',
          message: expect.stringContaining(GUARDED),
        })
        await client.query(`DROP VIEW ${GUARDED}`)
      }
      await runFile(client, UNINSTALL)
      expect(await everythingOf(client), `after ${done} files`).toEqual(everything)
    }
  })
})
