import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GuestStores, installStore, startGuestStores } from '../../support/guest-stores.js'
import { runCli } from '../../support/run-cli.js'
import { smallStoreSql } from '../../support/small-store.js'
import { earlierSystem } from './guest/earlier-system.js'
import { answersOf, everythingOf } from './guest/questions.js'
import { REFUSED, SCENARIOS } from './guest/scenarios.js'
import { WHOLE_MAJORS } from '../../support/majors.js'

const PLAIN = SCENARIOS[0]!
/** What is refused is refused before anything of the store is read. */
const SMALL = smallStoreSql()

describe.each(WHOLE_MAJORS)('on PostgreSQL %d', (major) => {
  let stores: GuestStores
  beforeAll(async () => {
    stores = await startGuestStores(major)
  })
  afterAll(() => stores?.stop())

  it.each(REFUSED)('stops before its first change: %s', async (_, sql, message) => {
    const client = await stores.fresh()
    await client.query(earlierSystem(PLAIN.functions, PLAIN.tables))
    await client.query(sql)
    const answers = await answersOf(client, PLAIN)
    const everything = await everythingOf(client)
    await expect(installStore(client, SMALL)).rejects.toMatchObject({
      code: 'FSC10',
      message: expect.stringMatching(message),
      hint: expect.stringContaining('run this file again'),
    })
    expect(await everythingOf(client)).toEqual(everything)
    expect(await answersOf(client, PLAIN)).toEqual(answers)
  })

  it('stops where whoever installs may not replace a function of another owner', async () => {
    const client = await stores.fresh()
    await client.query(earlierSystem(PLAIN.functions, PLAIN.tables))
    await client.query(`DROP ROLE IF EXISTS installer; CREATE ROLE installer LOGIN CREATEROLE;
      GRANT USAGE, CREATE ON SCHEMA audit, ml TO installer; GRANT ALL ON ALL TABLES IN SCHEMA audit TO installer;
      SET ROLE installer`)
    await expect(installStore(client, SMALL)).rejects.toMatchObject({
      code: 'FSC10',
      message: expect.stringContaining(
        'audit.require_certified_strict(text,interval) belongs to host_owner, and installer may not replace it',
      ),
    })
    await client.query('RESET ROLE; DROP OWNED BY installer')
  })

  it('is told beforehand by fusion doctor, which changes nothing', async () => {
    const client = await stores.fresh()
    await client.query(earlierSystem(PLAIN.functions, PLAIN.tables))
    const everything = await everythingOf(client)
    const doctor = () =>
      runCli(['doctor', '--format', 'json', '--database-url', stores.url()], {
        ...process.env,
        NO_COLOR: '1',
      })
    const before = await doctor()
    expect(JSON.parse(before.stdout)).toMatchObject({
      outcome: 'well',
      audit: {
        found: 'somebody else',
        version: null,
        owner: 'host_owner',
        objects: expect.arrayContaining([
          expect.objectContaining({
            object: 'audit.dataset_sha256(regclass,date,integer)',
            state: 'dispatch',
          }),
          expect.objectContaining({ object: 'audit.t0_cert_registry', state: 'adopt' }),
        ]),
      },
    })
    expect(before.code).toBe(0)
    for (const [, sql] of REFUSED.filter(([name]) => /internal name$|row security|text$/.test(name)))
      await client.query(sql)
    const after = await doctor()
    expect(after.code).toBe(1)
    const problems = JSON.parse(after.stdout).checks.filter(
      ({ state }: { state: string }) => state === 'problem',
    )
    expect(problems.map(({ text }: { text: string }) => text)).toEqual([
      expect.stringContaining('audit._seal(jsonb)'),
      expect.stringContaining('audit.require_certified(text,interval), which cannot serve both systems'),
      'audit.t0_viewdef_baseline has row security',
    ])
    await client.query(`DROP FUNCTION audit._seal(jsonb); DROP FUNCTION audit.require_certified(text, interval);
      ALTER TABLE audit.t0_viewdef_baseline DISABLE ROW LEVEL SECURITY`)
    expect(await everythingOf(client)).toEqual(everything)
  })
})
