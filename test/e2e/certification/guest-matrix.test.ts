import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, ENTRYPOINT, GUARDED } from '../../support/certified-store.js'
import { generatedSql, loadRows, upstreamRows, upstreamTables } from '../../support/fusion-database.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { earlierSystem, ROLES } from './guest/earlier-system.js'
import { answersOf, everythingOf, stateOf } from './guest/questions.js'
import { SCENARIOS } from './guest/scenarios.js'
import pg from 'pg'

const FILES = generatedSql()
const UNINSTALL = readFileSync(
  join(import.meta.dirname, '../../../generated/sql/optional/99_uninstall.sql'),
  'utf8',
)

const install = async (client: Client): Promise<void> => {
  for (const sql of FILES) await client.query(sql)
}

describe.each([14, 15, 16, 17, 18] as const)('on PostgreSQL %d', (major) => {
  let native: NativeFixture
  let admin: pg.Client
  const connect = async (database: string): Promise<pg.Client> => {
    const url = new URL(native.server.url)
    url.pathname = `/${database}`
    const client = new pg.Client({ connectionString: url.href })
    await client.connect()
    return client
  }
  beforeAll(async () => {
    native = await startNative(major)
    const session = await native.connect(await native.freshDatabase('upstream'))
    await session.exec(upstreamTables())
    await loadRows(session, upstreamRows('realistic', 60, 3))
    await session.exec(ROLES)
    await session.close()
    admin = await connect('postgres')
  })
  afterAll(async () => {
    await admin?.end()
    await native?.stop()
  })

  it.each(SCENARIOS)('other stores notice nothing: $name', async (scenario) => {
    await admin.query('DROP DATABASE IF EXISTS guest WITH (FORCE)')
    await admin.query('CREATE DATABASE guest TEMPLATE upstream')
    const client = await connect('guest')
    try {
      await client.query(earlierSystem(scenario.functions, scenario.tables))
      const [answers, state, everything] = [
        await answersOf(client, scenario),
        await stateOf(client),
        await everythingOf(client),
      ]
      // The questions tell a store that answers from those that refuse.
      expect(answers['reader: SELECT count(*)::int AS rows, sum(x)::int AS x FROM other.train_a']).toEqual([
        { rows: 9, x: 324 },
      ])
      expect(
        answers['reader: SELECT count(*)::int AS rows, sum(x)::int AS x FROM other.train_c'],
      ).toMatchObject({
        code: 'P0402',
      })

      await install(client)
      expect(await answersOf(client, scenario)).toEqual(answers)
      expect(await stateOf(client)).toEqual(state)
      const { rows } = await client.query(`SELECT count(*)::int AS n FROM ${GUARDED}`)
      expect(rows[0].n).toBeGreaterThan(20)
      // Ours is judged by ours, under the name that the wider system calls.
      await client.query(`SELECT audit.require_certified_strict('${ENTRYPOINT}', interval '24 hours')`)
      await client.query(
        `UPDATE audit.t0_cert_registry SET status = 'FAILED' WHERE entrypoint = '${ENTRYPOINT}'`,
      )
      await expect(
        client.query(`SELECT audit.require_certified_strict('${ENTRYPOINT}', interval '24 hours')`),
      ).rejects.toMatchObject({ code: 'FSC02' })

      await install(client)
      expect(await answersOf(client, scenario)).toEqual(answers)
      expect(await stateOf(client)).toEqual(state)

      await client.query(`DROP VIEW ${GUARDED}`)
      await client.query(UNINSTALL)
      expect(await everythingOf(client)).toEqual(everything)
      expect(await answersOf(client, scenario)).toEqual(answers)
      await client.query(UNINSTALL)
      expect(await everythingOf(client)).toEqual(everything)
    } finally {
      await client.end()
    }
  })
})
