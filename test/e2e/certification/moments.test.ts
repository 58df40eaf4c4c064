import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, evidenceOf, type GateResult, lastVerdict } from '../../support/certified-store.js'
import { OLDEST_AND_NEWEST } from '../../support/majors.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { makeScene, MOMENTS, OTHERS, sqlOf } from './moments-scene.js'

const REASONS = Object.fromEntries(
  ['at', ...Object.keys(MOMENTS)].map((name) => [name, `It's meant: ${name}.`]),
)

describe.each(OLDEST_AND_NEWEST)('a declared moment, on PostgreSQL %d', (major) => {
  let native: NativeFixture
  let client: Client

  beforeAll(async () => {
    native = await startNative(major)
    client = new pg.Client({ connectionString: await native.freshDatabase('moments') })
    await client.connect()
    await makeScene(client)
  })
  afterAll(async () => {
    await client.end()
    await native.stop()
  })

  /** Gate B of a store that declares these moments. */
  const gateB = async (moments: Readonly<Record<string, string>>): Promise<GateResult | undefined> => {
    await client.query(sqlOf('03', { moments }))
    await client.query('CALL audit.run_moments(7)')
    return (await lastVerdict(client)).gates.find(({ gate }) => gate === 'B')
  }
  const without = (name: string): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(REASONS).filter(([other]) => other !== name))

  it('without reasons every column of a date or time fails, and no other', async () => {
    const found = await gateB({})
    expect(found?.codes).toEqual(['B.timestamp_column'])
    const guilty = Object.keys(MOMENTS).map((name) => `shop.entry.${name}`)
    expect(found?.evidence['timestamp_columns']).toEqual([...guilty, 'shop.read.at'])
    expect(Object.keys(OTHERS).length).toBeGreaterThanOrEqual(12)
  })

  it.each(Object.keys(REASONS))(
    '"%s" fails when it alone has none, and is innocent with one',
    async (name) => {
      const found = await gateB(without(name))
      expect(found?.evidence['timestamp_columns']).toEqual([
        name === 'at' ? 'shop.read.at' : `shop.entry.${name}`,
      ])
      expect(found?.evidence['moments']).toEqual(without(name))
    },
  )

  it('with reasons the store is certified, the certificate has them, and T0 is part of the key', async () => {
    expect(await gateB(REASONS)).toMatchObject({
      passed: true,
      evidence: { moments: REASONS, rows: 3, duplicates: 0 },
    })
    const { status, notes } = await lastVerdict(client)
    expect({ status, notes }).toEqual({
      status: 'CERTIFIED',
      notes: expect.stringContaining('of a date or time as declared: at, born, clock,'),
    })
    expect((await client.query('SELECT count(*)::int AS rows FROM shop.read')).rows).toEqual([{ rows: 3 }])
  })

  it('a store that was registered before there were moments declares none', async () => {
    await client.query(`BEGIN; UPDATE audit.t0_entrypoint SET options = '{}'; CALL audit.run_moments(7)`)
    const verdict = await lastVerdict(client)
    await client.query('ROLLBACK')
    expect(verdict.codes).toEqual(['B.timestamp_column', 'P.unregistered'])
    expect(evidenceOf(verdict, 'C')).toMatchObject({ policy: { policy: 'allow' } })
  })
})
