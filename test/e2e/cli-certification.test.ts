import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  acceptDefinitions,
  ENTRYPOINT,
  NAMES,
  SCORED,
  seedInto,
  statuses,
} from '../support/certified-store.js'
import { type CliStore, type CliStores, DRIFT, startCliStores } from './cli-certification-support.js'

let all: CliStores
let store: CliStore
beforeAll(async () => {
  all = await startCliStores()
})
afterAll(() => all?.stores.stop())
beforeEach(async () => {
  store = await all.fresh()
})

describe('certify', () => {
  test('says what the gates found and until when it holds, to whoever is in the role of the certifier', async () => {
    const { code, stdout, stderr } = await store.fusionAs('robot', 'certify')
    expect(stdout).toMatch(
      /^ml\.fusion_feature_store_t0_v1_v\nPostgreSQL 18\.\S+ at 127\.0\.0\.1:\d+, database cli_/,
    )
    expect(stdout).toMatch(/^A {5}definitions {2}passed .* 7 definitions as accepted$/m)
    expect(stdout).toMatch(/^C {5}data .* 3 days: 3 unchanged, 0 new, 0 drifted$/m)
    expect(stdout).toMatch(/^CERTIFIED until \d{4}-\d\d-\d\d \d\d:\d\d UTC \(24 h\), with 3 aliases\.$/m)
    expect(code).toBe(0)
    // Not a terminal: lines, and not one for each day that is as it was.
    expect(stderr).toMatch(
      /^((?:loading|compiling|waiting) .*\n)*gate A: definitions \.\.\.\ngate A: definitions: \d\.\d s\ngate A2: /,
    )
    expect(stderr).toMatch(/gate C: data \.\.\.\ngate C: data: \d\.\d s\n$/)
    const { rows } = await store.client.query(
      `SELECT session_user_name FROM audit.t0_cert_event ORDER BY event_id DESC LIMIT 1`,
    )
    expect(rows).toEqual([{ session_user_name: 'robot' }])
  })

  test('names the days that drifted, and takes them over when it is told to', async () => {
    await store.client.query(DRIFT)
    const text = await store.fusion('certify', '--days', '5')
    expect(text.stdout).toMatch(/^\d{4}-\d\d-\d\d +\d+ {2}1 added, 1 restated$/m)
    expect(text.stderr).toMatch(/^ {2}\d{4}-\d\d-\d\d drifted: 1 added, 1 restated\n/m)
    expect(text.stderr).not.toContain('unchanged')
    expect(text.code).toBe(0)
    const taken = await store.json('certify', '--days', '5', '--update-baselines')
    expect(taken).toMatchObject({
      code: 0,
      document: { baseline: 'all', drift: [{ added: 1, removed: 0, restated: 1 }] },
    })
    expect(await store.json('certify', '--days', '5')).toMatchObject({
      document: {
        format: 1,
        outcome: 'certified',
        baseline: 'none',
        drift: [],
        days: { checked: 5, drifted: 0 },
      },
    })
  })

  test('fails with the codes and what to do, and the verdict is written', async () => {
    await seedInto(store.client, SCORED, 'now() IS NOT NULL')
    const { code, stdout } = await store.fusion('certify')
    expect(stdout).toMatch(/^A {5}definitions {2}FAILED {2}A\.changed .*scored changed$/m)
    expect(stdout).toMatch(/^A2 {4}determinism {2}FAILED {2}A2\.clock .* now\(\)/m)
    expect(stdout).toMatch(/^A\.changed {2}If the change is intended, accept it: `?fusion baseline capture/m)
    expect(code).toBe(1)
    expect(await statuses(store.client)).toEqual(['FAILED'])
    expect(await store.json('certify')).toMatchObject({
      code: 1,
      document: {
        outcome: 'failed',
        expiresAt: null,
        gates: [
          { gate: 'A', passed: false, codes: ['A.changed'] },
          { gate: 'A2', passed: false },
          { gate: 'P', passed: true },
          { gate: 'B', passed: true },
          { gate: 'C', passed: true },
        ],
        hints: [{ code: 'A.changed' }, { code: 'A2.clock' }],
      },
    })
  })
})

describe('baseline capture', () => {
  test('leaves drifted days as they were, says so, and takes them over when it is told to', async () => {
    await store.client.query(DRIFT)
    const left = await store.fusion('baseline', 'capture')
    expect(left.stdout).toMatch(/ 1 drifted and kept their baseline\n/)
    expect(left.stdout).toContain('`fusion baseline capture --days 365 --replace`.')
    expect(left.code).toBe(1)
    expect(await store.json('baseline', 'capture')).toMatchObject({
      code: 1,
      document: { outcome: 'drift left' },
    })
    expect(await store.json('baseline', 'capture', '--replace')).toMatchObject({
      code: 0,
      document: {
        outcome: 'captured',
        baseline: 'all',
        definitions: null,
        drift: [{ added: 1, restated: 1 }],
      },
    })
    expect(await store.json('baseline', 'capture', '--days', '4')).toMatchObject({
      code: 0,
      document: { outcome: 'captured', drift: [], days: { checked: 4, unchanged: 4 } },
    })
  })

  test('accepts changed definitions only when it is told to, and only for the owner', async () => {
    await seedInto(store.client, SCORED, 'true')
    const refused = await store.fusionAs('robot', 'baseline', 'capture', '--definitions')
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toMatch(
      /FS904 .*; nothing was written, .*\n {2}Connect as the owner of the audit schema/,
    )
    expect((await store.fusion('baseline', 'capture')).code).toBe(0)
    expect((await store.fusion('certify')).code).toBe(1)
    const accepted = await store.fusion('baseline', 'capture', '--definitions')
    expect(accepted.stdout).toContain(`definitions  accepted: ${SCORED} changed\n`)
    expect(accepted.stdout).toMatch(/Next, run `fusion certify`\.\n$/)
    expect(accepted.code).toBe(0)
    // The proof of gate P is of the definitions that the build made.
    const { code, stdout } = await store.fusion('certify')
    expect(stdout).toMatch(/^P {5}as of T0 {5}FAILED {2}P\.stale .*$/m)
    expect(stdout).toMatch(/^P\.stale {2}Run the SQL files of the build again, 03_baseline_viewdefs\.sql/m)
    expect(code).toBe(1)
    await acceptDefinitions(store.client)
    expect((await store.fusion('certify')).code).toBe(0)
  })
})

describe('status', () => {
  test('is what is registered, and an open guard', async () => {
    const { code, stdout } = await store.fusionAs('robot', 'status', '--history', '2')
    for (const name of NAMES) expect(stdout).toMatch(new RegExp(`^${name} +CERTIFIED .* open$`, 'm'))
    expect(stdout).toMatch(/^last run {5}.* UTC: gates A, A2, P, B, C passed$/m)
    expect(stdout).toMatch(/^#3 .* certification {2}CERTIFIED .*\n#2 .* dataset {8}CAPTURED .*$/m)
    expect(stdout).not.toMatch(/^#1 /m)
    expect(code).toBe(0)
  })

  test('has all of it in JSON', async () => {
    expect(await store.json('status', '--history', '1')).toMatchObject({
      code: 0,
      document: {
        outcome: 'open',
        relations: NAMES.map((relation) => ({ relation, status: 'CERTIFIED', guard: { open: true } })),
        lastRun: { id: 3, gates: [{ gate: 'A', passed: true }, {}, {}, {}, {}] },
        history: [{ id: 3 }],
      },
    })
  })

  test('is a closed guard where definitions changed, whatever the registry says', async () => {
    await seedInto(store.client, SCORED, 'true')
    const { code, stdout } = await store.fusion('status')
    expect(stdout).toMatch(new RegExp(`^${ENTRYPOINT} +CERTIFIED .* closed$`, 'm'))
    expect(stdout).toMatch(/^FSC04 .*\n?.*definitions changed since/m)
    expect(code).toBe(1)
    expect(await store.json('status')).toMatchObject({
      document: {
        outcome: 'closed',
        relations: [{ status: 'CERTIFIED', guard: { open: false, code: 'FSC04' } }, {}, {}, {}],
      },
    })
  })

  test('is a closed guard where the certificate has expired, failed, or was never given', async () => {
    await store.client.query(`UPDATE audit.t0_entrypoint SET max_age = '1 second'`)
    await store.client.query(
      `UPDATE audit.t0_cert_registry SET certified_at = certified_at - interval '3 hours'`,
    )
    const stale = await store.fusion('status')
    expect(stale.stdout).toMatch(/CERTIFIED .* 3 h {2}3 h ago {2}closed$/m)
    expect(stale.stdout).toContain('FSC03')
    expect(stale.code).toBe(1)
    await store.client.query('DELETE FROM audit.t0_cert_registry')
    const never = await store.fusion('status')
    expect(never.stdout).toMatch(/not registered .*closed$/m)
    expect(never.stdout).toContain('FSC01')
    expect(never.code).toBe(1)
  })
})
