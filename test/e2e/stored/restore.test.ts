import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OLDEST_AND_NEWEST } from '../../support/majors.js'
import { pgDump } from '../../support/pg-dump.js'
import {
  type Client,
  differ,
  errorOf,
  howRefreshed,
  install,
  problems,
  staleAfterRefresh,
  startStored,
  type StoredServer,
} from './stored-server.js'

const PENDING = `UPDATE garage.job SET model = 'model 1' WHERE shop = 1; DELETE FROM garage.part WHERE shop = 2; UPDATE garage.model SET class = 'class 7' WHERE model = 'model 5'`

/** Rows of all sources and of what is recorded, to see that a restore has them. */
const CONTENT = `SELECT (SELECT string_agg(j::text, ' ' ORDER BY shop, job) FROM garage.job j) AS jobs, (SELECT string_agg(j::text, ' ' ORDER BY shop, job) FROM ml.jobs j) AS stored`

describe('a dump is restored', () => {
  let newest: StoredServer
  let oldest: StoredServer
  beforeAll(async () => {
    const [first = 14, last = 18] = OLDEST_AND_NEWEST
    ;[oldest, newest] = await Promise.all([startStored(first), startStored(last)])
  })
  afterAll(() => Promise.all([oldest?.stop(), newest?.stop()]))

  /** A restored database is another one: everything in it is made anew. */
  async function restored(text: string): Promise<Client> {
    const admin = await newest.native.server.connect()
    await admin.query('DROP DATABASE IF EXISTS restored WITH (FORCE)')
    await admin.query('CREATE DATABASE restored TEMPLATE template0')
    await admin.close()
    const client = await newest.connect('restored')
    await client.query(text)
    await client.query('RESET ALL')
    return client
  }

  it.each(OLDEST_AND_NEWEST)('from PostgreSQL %d into the newest, with changes pending', async (major) => {
    const from = major === newest.major ? newest : oldest
    const source = await from.fresh('dumped')
    const writer = await from.connect('dumped')
    await source.query(PENDING)
    // Not committed when the dump begins: it has neither the change nor what was recorded of it.
    await writer.query(`BEGIN; DELETE FROM garage.job WHERE shop = 3`)
    const text = await pgDump(from.url('dumped'))
    await writer.query('COMMIT')
    const client = await restored(text)
    expect((await client.query(CONTENT)).rows).not.toEqual((await source.query(CONTENT)).rows)
    expect(await differ(client)).not.toEqual([])
    // Triggers were created after the rows.
    expect((await problems(client)).join()).toContain(
      'triggers or generated columns of its sources were altered',
    )
    expect((await errorOf(client, 'SELECT FROM ml.train'))?.code).toMatch(/^FSC/)
    expect(await staleAfterRefresh(client)).toEqual([])

    await client.query(`UPDATE garage.part SET quality = 3 WHERE shop = 4`)
    expect(await staleAfterRefresh(client)).toEqual([])
    expect(await howRefreshed(client)).toBe('keys')
    await client.query('SET session_replication_role = replica')
    await client.query(`UPDATE garage.part SET quality = 4 WHERE shop = 4`)
    expect(await staleAfterRefresh(client)).toEqual([])
    await client.query('RESET ALL')
    // What is installed is what an installation would create.
    const marks = `SELECT string_agg(t.oid::text || t.xmin::text, ' ' ORDER BY t.oid) AS marks FROM pg_trigger t WHERE t.tgname LIKE 'fusion%'`
    const before = (await client.query(marks)).rows
    await install(client, newest.files, /^0[012]_/)
    expect((await client.query(marks)).rows).toEqual(before)
    expect(await staleAfterRefresh(client)).toEqual([])
    await Promise.all([client.end(), source.end(), writer.end()])
  })

  it.each(['--disable-triggers', '--no-owner'])('the data of sources alone, with %s', async (option) => {
    const source = await newest.fresh('dumped')
    await source.query(PENDING)
    const tables = ['job', 'part', 'model'].flatMap((table) => ['-t', `garage.${table}`])
    const text = await pgDump(newest.url('dumped'), ['--data-only', option, ...tables])
    const client = await newest.fresh('data')
    await client.query('TRUNCATE garage.job, garage.part, garage.model')
    expect(await staleAfterRefresh(client)).toEqual([])
    await client.query(text)
    await client.query('RESET ALL')
    expect(await differ(client)).not.toEqual([])
    // It enables all triggers, those for replicas too.
    if (option === '--disable-triggers') {
      expect((await errorOf(client, 'SELECT FROM ml.train'))?.code).toBe('FSC13')
      await client.query('CALL audit.refresh_stored()')
      expect(await differ(client)).toEqual([])
      await install(client, newest.files, /^0[012]_/)
    }
    expect(await staleAfterRefresh(client)).toEqual([])
    expect((await client.query(CONTENT)).rows[0].jobs).toEqual((await source.query(CONTENT)).rows[0].jobs)
    await Promise.all([client.end(), source.end()])
  })
})
