import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { OLDEST_AND_NEWEST } from '../../support/majors.js'
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
  untilBlockedBy,
} from './stored-server.js'

const insertJob = (shop: number, job: number): string =>
  `INSERT INTO garage.job VALUES (${shop}, ${job}, 'model ${job % 11}', NULL, '2026-03-01Z', ''); INSERT INTO garage.part VALUES (${shop}, ${job}, 1, ${job % 10})`

describe.each(OLDEST_AND_NEWEST)('on PostgreSQL %d', (major) => {
  let server: StoredServer
  let [a, b, c, observer]: Client[] = []
  beforeAll(async () => {
    server = await startStored(major, { max_prepared_transactions: '5', deadlock_timeout: '100ms' })
    observer = await server.fresh('transactions')
    ;[a, b, c] = await Promise.all([1, 2, 3].map(() => server.connect('transactions')))
  })
  afterAll(() => server?.stop())
  afterEach(async () => {
    for (const client of [a, b, c]) await client?.query('ROLLBACK; RESET ALL')
  })
  const on = (client: Client | undefined): Client => client as Client
  const stale = (): Promise<readonly string[]> => staleAfterRefresh(on(observer))
  const refresh = 'CALL audit.refresh_stored()'

  it('writers that began before a refresh and commit after it', async () => {
    await on(a).query(`BEGIN; ${insertJob(50, 1)}`)
    await on(b).query(`BEGIN; UPDATE garage.model SET class = 'late' WHERE model = 'model 1'`)
    await on(c).query('BEGIN; DELETE FROM garage.part WHERE shop = 3')
    expect(await stale()).toEqual([])
    await on(b).query('COMMIT')
    await on(a).query(insertJob(50, 2))
    expect(await differ(on(observer))).not.toEqual([])
    expect(await stale()).toEqual([])
    await on(c).query('ROLLBACK')
    await on(b).query(`BEGIN; UPDATE garage.job SET spam = 'x' WHERE shop = 4`)
    expect(await stale()).toEqual([])
    await on(a).query('COMMIT')
    expect(await stale()).toEqual([])
    await on(b).query('COMMIT')
    expect(await differ(on(observer))).not.toEqual([])
    expect(await stale()).toEqual([])
    expect(await howRefreshed(on(observer))).toBe('keys')
  })

  it('a writer whose snapshot is older than a refresh', async () => {
    await on(a).query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM garage.job')
    await on(b).query(insertJob(51, 1))
    expect(await stale()).toEqual([])
    await on(a).query(
      `UPDATE garage.job SET model = 'model 2' WHERE (shop, job) = (1, 1); INSERT INTO garage.job SELECT 52, count(*), NULL, NULL, NULL, '' FROM garage.job; COMMIT`,
    )
    expect(await stale()).toEqual([])
  })

  it('two serializable writers of which one fails and is repeated', async () => {
    const work = `UPDATE garage.job SET model = (SELECT 'model ' || count(*) % 9 FROM garage.job WHERE spam IS NOT NULL), spam = 'x' WHERE job = `
    for (const client of [a, b])
      await on(client).query('BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT count(spam) FROM garage.job')
    await on(a).query(`${work} 1`)
    await on(b).query(`${work} 2`)
    await on(a).query('COMMIT')
    expect((await errorOf(on(b), 'COMMIT'))?.code).toBe('40001')
    expect(await stale()).toEqual([])
    await on(b).query(`${work} 2`)
    expect(await stale()).toEqual([])
  })

  it('prepared transactions', async () => {
    await on(a).query(`BEGIN; ${insertJob(53, 1)}; PREPARE TRANSACTION 'one'`)
    await on(a).query(
      `BEGIN; UPDATE garage.job SET shop = 54 WHERE (shop, job) = (1, 1); PREPARE TRANSACTION 'two'`,
    )
    expect(await stale()).toEqual([])
    await on(b).query(`COMMIT PREPARED 'one'`)
    expect(await differ(on(observer))).not.toEqual([])
    expect(await stale()).toEqual([])
    await on(b).query(`ROLLBACK PREPARED 'two'`)
    expect(await stale()).toEqual([])
  })

  it('a refresh that another one waits for, with changes between', async () => {
    await on(a).query(insertJob(55, 1))
    await on(a).query(`BEGIN; SELECT audit.refresh_one('ml.jobs')`)
    await on(c).query(insertJob(55, 2))
    const second = on(b).query(refresh)
    await untilBlockedBy(on(observer), on(a))
    await on(c).query(`DELETE FROM garage.job WHERE (shop, job) = (55, 1)`)
    await on(a).query('COMMIT')
    await second
    // The second one began to read after the first one had ended.
    expect(await differ(on(observer))).toEqual([])
  })

  it('a refresh that is rolled back while another one waits for it', async () => {
    await on(c).query(insertJob(56, 1))
    await on(a).query(`BEGIN; SELECT audit.refresh_one('ml.jobs', true)`)
    const second = on(b).query(refresh)
    await untilBlockedBy(on(observer), on(a))
    await on(a).query('ROLLBACK')
    await second
    expect(await differ(on(observer))).toEqual([])
  })

  it('a refresh whose snapshot is older than that of one that has ended', async () => {
    await on(c).query(insertJob(57, 1))
    await on(a).query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM garage.job')
    await on(c).query(`UPDATE garage.part SET quality = 0 WHERE shop = 57; ${insertJob(57, 2)}`)
    await on(b).query(refresh)
    // It would undo what the other one has done.
    const error = await errorOf(on(a), `SELECT audit.refresh_one('ml.jobs')`)
    expect(error?.code).toBe('40001')
    await on(a).query('ROLLBACK')
    expect(await differ(on(observer))).toEqual([])
    // Retried, and with nothing recorded that both see.
    await on(a).query(
      `BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT audit.refresh_one('ml.jobs', true); COMMIT`,
    )
    expect(await differ(on(observer))).toEqual([])
  })

  it('a refresh with an old snapshot after which more has changed', async () => {
    await on(a).query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM garage.job')
    await on(c).query(`${insertJob(58, 1)}; TRUNCATE garage.model`)
    await on(a).query(
      `SELECT audit.refresh_one('ml.jobs', true); SELECT audit.refresh_one('ml.classes'); COMMIT`,
    )
    expect(await stale()).toEqual([])
    expect(await howRefreshed(on(observer))).toBe('whole')
  })

  it('does not take an old snapshot for the present', async () => {
    await on(a).query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM garage.job')
    const { rows: before } = await on(observer).query<{ now: Date }>('SELECT clock_timestamp() AS now')
    await on(c).query(insertJob(59, 1))
    await on(a).query(`SELECT audit.refresh_one('ml.compared'); COMMIT`)
    const { rows } = await on(observer).query<{ refreshed_at: Date }>(
      `SELECT refreshed_at FROM audit.stored_status() WHERE relation = 'ml.compared'`,
    )
    // Changes that were committed before this time are in the rows.
    expect(rows[0]?.refreshed_at.getTime()).toBeLessThanOrEqual(before[0]?.now.getTime() ?? 0)
    expect(await stale()).toEqual([])
  })

  it('two refreshes of several relations in one transaction each, in opposite orders', async () => {
    await on(c).query(insertJob(60, 1))
    await on(a).query(`BEGIN; SELECT audit.refresh_one('ml.jobs')`)
    await on(b).query(`BEGIN; SELECT audit.refresh_one('ml.classes')`)
    const one = errorOf(on(a), `SELECT audit.refresh_one('ml.classes')`)
    await untilBlockedBy(on(observer), on(b))
    const other = errorOf(on(b), `SELECT audit.refresh_one('ml.jobs')`)
    const codes = (await Promise.all([one, other])).map((error) => error?.code)
    expect(codes.filter((code) => code !== undefined)).toEqual(['40P01'])
    for (const client of [a, b]) await on(client).query('COMMIT')
    expect(await stale()).toEqual([])
  })

  it('a downstream relation is refreshed while the one below it waits', async () => {
    await on(a).query(`${insertJob(61, 1)}; UPDATE garage.model SET class = 'new' WHERE model = 'model 1'`)
    await on(a).query(`CALL audit.refresh_stored(ARRAY['ml.classes', 'ml.ranks'])`)
    await on(a).query(`CALL audit.refresh_stored(ARRAY['ml.jobs'])`)
    expect(await differ(on(observer))).not.toEqual([])
    await on(b).query(`BEGIN; DELETE FROM garage.job WHERE shop = 2`)
    await on(a).query(`CALL audit.refresh_stored(ARRAY['ml.ranks'])`)
    await on(b).query('COMMIT')
    expect(await stale()).toEqual([])
  })

  describe('a refresh that fails', () => {
    const failing: readonly (readonly [name: string, code: string, shop: number, sql: string])[] = [
      [
        'at its statement_timeout',
        '57014',
        620,
        `SET statement_timeout = 100; CREATE FUNCTION ml.slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(5); RETURN NULL; END';
         CREATE TRIGGER slow AFTER INSERT ON ml.jobs FOR EACH ROW EXECUTE FUNCTION ml.slow()`,
      ],
      [
        'in the middle of its rows',
        '22012',
        621,
        `CREATE FUNCTION ml.fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.job = 2 THEN PERFORM 1 / 0; END IF; RETURN NEW; END';
         CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON ml.jobs FOR EACH ROW EXECUTE FUNCTION ml.fail()`,
      ],
      ['at its lock_timeout', '55P03', 622, 'SET lock_timeout = 50'],
    ]
    it.each(failing)('%s, and is retried', async (_, code, shop, sql) => {
      await on(c).query(
        `${insertJob(shop, 1)}; ${insertJob(shop, 2)}; UPDATE garage.model SET class = 'x${code}' WHERE model = 'model 2'; DELETE FROM garage.job WHERE job = ${shop - 600}`,
      )
      const before = await differ(on(observer))
      await on(a).query(sql)
      if (code === '55P03') await on(b).query('BEGIN; LOCK TABLE garage.part IN ACCESS EXCLUSIVE MODE')
      expect((await errorOf(on(a), refresh))?.code).toBe(code)
      await on(b).query('ROLLBACK')
      expect(await differ(on(observer))).toEqual(before)
      await on(observer).query(
        'DROP TRIGGER IF EXISTS slow ON ml.jobs; DROP TRIGGER IF EXISTS fail ON ml.jobs',
      )
      expect(await stale()).toEqual([])
      expect(await howRefreshed(on(observer))).toBe('keys')
    })

    it('because a source breaks its key, until the source is repaired', async () => {
      await on(c).query(
        `ALTER TABLE garage.job DROP CONSTRAINT job_pkey, ALTER shop DROP NOT NULL; ${insertJob(63, 1)}`,
      )
      expect(await stale()).toEqual([])
      const second = `INSERT INTO garage.job VALUES (63, 1, 'model 2', NULL, NULL, '')`
      await on(c).query(second)
      // One of the two rows is stored.
      expect(await errorOf(on(a), refresh)).toMatchObject({
        code: '23505',
        message: 'rows of ml.jobs_live have the same key (shop, job)',
      })
      await on(c).query(second)
      expect((await errorOf(on(a), refresh))?.code).toMatch(/^(21000|23505)$/)
      await on(c).query(`DELETE FROM garage.job WHERE (shop, job, model) = (63, 1, 'model 2')`)
      expect(await stale()).toEqual([])
      await on(c).query(
        `INSERT INTO garage.job VALUES (NULL, 1, 'model 2', NULL, NULL, ''); UPDATE garage.model SET class = 'y' WHERE model = 'model 2'`,
      )
      expect((await errorOf(on(a), refresh))?.code).toBe('23502')
      await on(c).query('DELETE FROM garage.job WHERE shop IS NULL')
      expect(await stale()).toEqual([])
      await on(c).query('ALTER TABLE garage.job ADD PRIMARY KEY (shop, job)')
    })

    it('because it was called within a transaction', async () => {
      await on(c).query(insertJob(64, 1))
      await on(a).query('BEGIN')
      expect((await errorOf(on(a), refresh))?.code).toBe('2D000')
      await on(a).query('ROLLBACK')
      expect(await stale()).toEqual([])
    })
  })

  describe('an initial build that races writers', () => {
    const installed = /^0[012]_/
    it.each(['committing during the first refresh', 'committing before it', 'rolling back'])(
      '%s',
      async (how) => {
        const name = `race_${how.length}`
        const owner = await server.bare(name)
        const writer = await server.connect(name)
        const other = await server.connect(name)
        await writer.query(`BEGIN; ${insertJob(65, 1)}; DELETE FROM garage.part WHERE shop = 1`)
        const reader = await server.connect(name)
        await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM garage.model')
        const installing = install(owner, server.files, installed)
        // It waits for what has been written.
        await untilBlockedBy(other, writer)
        await writer.query(insertJob(65, 2))
        await writer.query(how === 'rolling back' ? 'ROLLBACK' : 'COMMIT')
        await installing
        expect((await problems(owner)).every((said) => said.endsWith('it was never refreshed'))).toBe(true)
        await writer.query(`BEGIN; ${insertJob(65, 3)}; UPDATE garage.job SET spam = 'x' WHERE shop = 2`)
        await reader.query(`UPDATE garage.model SET class = 'of the reader' WHERE model = 'model 1'`)
        if (how === 'committing during the first refresh') {
          await other.query('BEGIN; LOCK TABLE ml.classes IN ACCESS EXCLUSIVE MODE')
          const filling = owner.query(refresh)
          await untilBlockedBy(reader, other)
          await writer.query('COMMIT')
          await other.query('COMMIT')
          await filling
        } else {
          await writer.query('COMMIT')
          await owner.query(refresh)
        }
        await reader.query('COMMIT')
        expect(await differ(owner)).not.toEqual([])
        expect(await staleAfterRefresh(owner)).toEqual([])
        await Promise.all([owner, writer, other, reader].map((client) => client.end()))
      },
    )
  })

  it('is installed again while it is refreshed', async () => {
    await on(c).query(insertJob(66, 1))
    await on(a).query(`BEGIN; SELECT audit.refresh_one('ml.jobs')`)
    const installing = install(on(b), server.files, /^0[012]_/)
    await untilBlockedBy(on(observer), on(a))
    const next = on(c).query(refresh)
    await on(a).query('COMMIT')
    await installing
    await next
    expect(await stale()).toEqual([])
  })
})
