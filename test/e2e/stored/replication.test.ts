import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NativeServer } from '../../../src/postgres/native/server.js'
import { OLDEST_AND_NEWEST } from '../../support/majors.js'
import { connectionInfo, startStandby } from './standby.js'
import {
  type Client,
  differ,
  errorOf,
  howRefreshed,
  staleAfterRefresh,
  startStored,
  type StoredServer,
} from './stored-server.js'

const until = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 3000; tries++) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`it did not happen: ${what}`)
}

const isTrue = async (client: Client, sql: string, values: readonly unknown[] = []): Promise<boolean> =>
  (await client.query<{ it: boolean }>(`SELECT (${sql}) AS it`, [...values])).rows[0]?.it === true

const position = async (client: Client): Promise<string> =>
  (await client.query<{ at: string }>('SELECT pg_current_wal_lsn() AS at')).rows[0]?.at ?? ''

describe.each(OLDEST_AND_NEWEST)('on PostgreSQL %d', (major) => {
  let server: StoredServer
  beforeAll(async () => {
    server = await startStored(major, { wal_level: 'logical', wal_keep_size: '512MB' })
  })
  afterAll(() => server?.stop())

  it('changes that logical replication applies', async () => {
    const publisher = await server.bare('publisher')
    await publisher.query('CREATE PUBLICATION garage FOR ALL TABLES')
    await publisher.query(`SELECT pg_create_logical_replication_slot('garage', 'pgoutput')`)
    const client = await server.fresh('subscriber')
    await client.query('TRUNCATE garage.job, garage.part, garage.model')
    expect(await staleAfterRefresh(client)).toEqual([])
    await client.query(
      `CREATE SUBSCRIPTION garage CONNECTION '${connectionInfo(server.url('publisher'))}' PUBLICATION garage WITH (create_slot = false)`,
    )
    const caughtUp = async (): Promise<void> => {
      await until('all tables are copied', () =>
        isTrue(client, `SELECT bool_and(srsubstate = 'r') FROM pg_subscription_rel`),
      )
      const at = await position(publisher)
      await until('all changes are applied', () =>
        isTrue(
          publisher,
          `SELECT confirmed_flush_lsn >= $1::pg_lsn FROM pg_replication_slots WHERE slot_name = 'garage'`,
          [at],
        ),
      )
    }
    const follows = async (how: 'keys' | 'whole'): Promise<void> => {
      await caughtUp()
      expect(await differ(client)).not.toEqual([])
      expect(await staleAfterRefresh(client)).toEqual([])
      expect(await howRefreshed(client)).toBe(how)
    }
    await caughtUp()
    expect(await isTrue(client, 'SELECT count(*) = 300 FROM garage.job')).toBe(true)
    expect(await differ(client)).not.toEqual([])
    expect(await staleAfterRefresh(client)).toEqual([])

    await publisher.query(
      `INSERT INTO garage.job VALUES (70, 1, 'model 1', NULL, NULL, ''), (70, 2, NULL, NULL, NULL, ''); INSERT INTO garage.part VALUES (70, 1, 1, 9), (70, 2, 1, 3)`,
    )
    await follows('keys')
    await publisher.query(
      `BEGIN; UPDATE garage.job SET shop = 71 WHERE (shop, job) = (70, 1); UPDATE garage.job SET model = 'model 3', spam = NULL WHERE job < 20;
       UPDATE garage.model SET class = 'class 8' WHERE model = 'model 1'; UPDATE garage.part SET job = 1, part = job, quality = 0 WHERE shop = 70; COMMIT`,
    )
    await follows('keys')
    await publisher.query(`DELETE FROM garage.job WHERE shop = 2; DELETE FROM garage.part WHERE shop = 70`)
    await follows('keys')
    // Refreshed while changes are being applied, each in a transaction of its own.
    const writing = (async () => {
      for (let job = 0; job < 60; job++)
        await publisher.query(
          `INSERT INTO garage.job VALUES (72, ${job}, 'model ${job % 9}', NULL, NULL, ''); UPDATE garage.part SET quality = ${job % 10} WHERE job = ${job}`,
        )
    })()
    for (let at = 0; at < 5; at++) await client.query('CALL audit.refresh_stored()')
    await writing
    await caughtUp()
    expect(await staleAfterRefresh(client)).toEqual([])
    await publisher.query('TRUNCATE garage.part')
    await follows('whole')
    await publisher.query(
      'BEGIN; TRUNCATE garage.part, garage.job; INSERT INTO garage.job VALUES (1, 1, NULL, NULL, NULL); COMMIT',
    )
    await follows('whole')

    await client.query('ALTER SUBSCRIPTION garage DISABLE')
    await client.query('ALTER SUBSCRIPTION garage SET (slot_name = NONE)')
    await client.query('DROP SUBSCRIPTION garage')
    await until('nobody reads the slot', () =>
      isTrue(publisher, `SELECT NOT active FROM pg_replication_slots WHERE slot_name = 'garage'`),
    )
    await publisher.query(`SELECT pg_drop_replication_slot('garage')`)
    await Promise.all([client.end(), publisher.end()])
  })

  it('a database whose tables are all published can be refreshed', async () => {
    const client = await server.fresh('published')
    await client.query('CREATE PUBLICATION everything FOR ALL TABLES')
    await client.query(
      `UPDATE garage.job SET model = 'model 1' WHERE shop = 1; DELETE FROM garage.job WHERE shop = 2`,
    )
    expect(await differ(client)).not.toEqual([])
    expect(await staleAfterRefresh(client)).toEqual([])
    await client.end()
  })

  describe('a standby that is read meanwhile', () => {
    let standby: NativeServer
    let primary: Client
    let replica: Client
    beforeAll(async () => {
      primary = await server.fresh('streamed')
      standby = await startStandby(server, primary)
      const url = new URL(standby.url)
      url.pathname = '/streamed'
      replica = new pg.Client({ connectionString: url.href })
      await replica.connect()
    })
    afterAll(async () => {
      await replica?.end()
      await standby?.stop()
    })
    const replayed = async (): Promise<void> => {
      const at = await position(primary)
      await until('all is replayed', () =>
        isTrue(replica, 'SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn', [at]),
      )
    }

    it('never shows a relation that is refreshed in part', async () => {
      expect(await isTrue(replica, 'SELECT pg_is_in_recovery()')).toBe(true)
      await primary.query('UPDATE garage.part SET quality = 0')
      expect(await staleAfterRefresh(primary)).toEqual([])
      await replayed()
      const work = { isDone: false }
      const seen = new Set<number>()
      const reading = (async () => {
        while (!work.isDone) {
          const { rows } = await replica.query<{ least: number; most: number; class: number }>(
            'SELECT min(best) AS least, max(best) AS most, (SELECT max(best) - min(best) FROM ml.classes) AS class FROM ml.jobs WHERE part_cnt > 0',
          )
          const [row] = rows
          expect(row?.least).toBe(row?.most)
          expect(row?.class).toBe(0)
          seen.add(row?.least ?? -1)
        }
      })()
      for (let quality = 1; quality < 10; quality++) {
        await primary.query(`UPDATE garage.part SET quality = ${quality}`)
        await primary.query(`CALL audit.refresh_stored(NULL, ${quality % 3 === 0})`)
      }
      await replayed()
      work.isDone = true
      await reading
      expect(seen.size).toBeGreaterThan(2)
      expect(await differ(replica)).toEqual([])
    })

    it('has the guard of the primary', async () => {
      await replayed()
      expect(await errorOf(replica, 'SELECT count(*) FROM ml.train')).toBeUndefined()
      await primary.query('ALTER TABLE garage.part DISABLE TRIGGER ALL')
      await replayed()
      expect((await errorOf(replica, 'SELECT count(*) FROM ml.train'))?.code).toBe('FSC13')
    })
  })
})
