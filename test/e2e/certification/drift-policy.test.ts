import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DriftPolicy } from '../../../src/model/certification.js'
import { type Client, evidenceOf, lastVerdict } from '../../support/certified-store.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { makeScene, MOMENTS, sqlOf } from './moments-scene.js'
import { WHOLE_MAJORS } from '../../support/majors.js'

const moments = Object.fromEntries(['at', ...Object.keys(MOMENTS)].map((name) => [name, 'It is meant.']))

/** Two days drift: one by a row that is added, the other by one removed and one restated. */
const DRIFT = `
  INSERT INTO up.e VALUES (3, '2024-01-01 12:00', 3);
  DELETE FROM up.e WHERE id = 2;
  UPDATE up.e SET n = 5 WHERE id = 1 AND at = '2024-01-02 10:00';`

describe.each(WHOLE_MAJORS)('a policy for drift, on PostgreSQL %d', (major) => {
  let native: NativeFixture
  let client: Client

  beforeAll(async () => {
    native = await startNative(major)
    client = new pg.Client({ connectionString: await native.freshDatabase('policy') })
    await client.connect()
    await makeScene(client)
  })
  afterAll(async () => {
    await client.end()
    await native.stop()
  })

  /** What a run says of gate C, and the days with a baseline after it. */
  const run = async (drift: DriftPolicy, changes: string, update = false) => {
    const text = sqlOf('03', { moments, drift }).replace(/^(BEGIN|COMMIT)\b.*$/gm, '')
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED')
    try {
      await client.query(text)
      await client.query(changes)
      await client.query('CALL audit.run_moments(7, $1)', [update])
      const verdict = await lastVerdict(client)
      const { rows } = await client.query<{ event: Record<string, unknown>; days: string[] }>(`
        SELECT (SELECT parameters FROM audit.t0_cert_event ORDER BY event_id DESC LIMIT 1) AS event,
          ARRAY(SELECT b.t0_day || ' ' || b.dataset_sha256 FROM audit.t0_dataset_hash_baseline b ORDER BY 1) AS days`)
      const [row] = rows
      const { status, codes, notes } = verdict
      const data = evidenceOf(verdict, 'C')
      return { status, codes, notes, data, parameters: row?.event, days: row?.days ?? [] }
    } finally {
      await client.query('ROLLBACK')
    }
  }

  it.each<readonly [string, DriftPolicy, boolean]>([
    ['allowed', { policy: 'allow' }, true],
    ['any drift fails', { policy: 'fail' }, false],
    ['as many rows as drifted', { policy: 'fail', rows: 3 }, true],
    ['one row less', { policy: 'fail', rows: 2 }, false],
    ['as many days as drifted', { policy: 'fail', days: 2 }, true],
    ['one day less', { policy: 'fail', days: 1 }, false],
    ['both within', { policy: 'fail', rows: 3, days: 2 }, true],
    ['rows over, days within', { policy: 'fail', rows: 0, days: 2 }, false],
    ['rows within, days over', { policy: 'fail', rows: 9, days: 1 }, false],
  ])('%s', async (_, drift, passes) => {
    expect(await run(drift, DRIFT)).toMatchObject({
      status: passes ? 'CERTIFIED' : 'FAILED',
      codes: passes ? [] : ['C.drift'],
      data: { drifted: 2, drifted_rows: 3, policy: drift },
      parameters: { drift },
    })
  })

  it('says which limit was exceeded and by what', async () => {
    const { notes } = await run({ policy: 'fail', rows: 2, days: 0 }, DRIFT)
    expect(notes).toMatch(
      /^C failed \(C\.drift\): 3 drifted rows, and at most 2 may; 2 drifted days, and at most 0 may: 2 days checked/,
    )
  })

  it('no drift and new days are within any limit', async () => {
    const none = await run({ policy: 'fail', rows: 0, days: 0 }, 'SELECT')
    expect(none).toMatchObject({ status: 'CERTIFIED', data: { drifted: 0, drifted_rows: 0 } })
    const fresh = await run({ policy: 'fail' }, `INSERT INTO up.e VALUES (9, '2024-03-01', 1)`)
    expect(fresh).toMatchObject({ status: 'CERTIFIED', data: { new: 1, drifted: 0 } })
  })

  it('drift within the limits is taken over, and drift over them is not, nor a new day beside it', async () => {
    const changes = `${DRIFT} INSERT INTO up.e VALUES (9, '2024-03-01', 1);`
    const before = await run({ policy: 'allow' }, 'SELECT')
    const within = await run({ policy: 'fail', rows: 3 }, changes, true)
    expect(within).toMatchObject({ status: 'CERTIFIED', data: { accepted: 'all' } })
    expect(within.days).toHaveLength(before.days.length + 1)
    expect(within.notes).toContain('(accepted)')
    const over = await run({ policy: 'fail', rows: 2 }, changes, true)
    expect(over).toMatchObject({
      status: 'FAILED',
      codes: ['C.drift'],
      data: { accepted: 'none', replaced: [] },
    })
    expect(over.days).toEqual(before.days)
    expect(over.notes).not.toContain('(accepted)')
  })

  it('a day of the same rows under other columns counts with all of them', async () => {
    const changes = `
      ALTER VIEW shop.entry RENAME COLUMN words TO other_words;
      SELECT audit.capture_viewdef_baseline('shop.entry')`
    const found = await run({ policy: 'fail', rows: 2 }, changes)
    expect(found).toMatchObject({ codes: ['C.drift'], data: { drifted: 2, drifted_rows: 3 } })
    expect((await run({ policy: 'fail', rows: 3 }, changes)).codes).toEqual([])
  })
})
