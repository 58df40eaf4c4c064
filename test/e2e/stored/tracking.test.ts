import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WHOLE_MAJORS } from '../../support/majors.js'
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

const TRIGGER = 'fusion_f80d74eb3fd37190'
const CHANGES = 'audit.changes_f80d74eb3fd37190'

/** What is done to triggers or sources, and what is said of it. */
const broken: readonly (readonly [name: string, sql: string, said: string])[] = [
  [
    'a disabled trigger',
    `ALTER TABLE garage.part DISABLE TRIGGER ${TRIGGER}_u`,
    `trigger ${TRIGGER}_u on garage.part is not enabled as it was created`,
  ],
  [
    'all triggers disabled and enabled, as for a restore of data',
    'ALTER TABLE garage.part DISABLE TRIGGER ALL; ALTER TABLE garage.part ENABLE TRIGGER ALL',
    `trigger ${TRIGGER}_r on garage.part is not enabled as it was created`,
  ],
  [
    'a dropped trigger',
    `DROP TRIGGER ${TRIGGER}_i ON garage.part`,
    `trigger ${TRIGGER}_i on garage.part is missing`,
  ],
  [
    'a trigger with a condition',
    `DROP TRIGGER ${TRIGGER}_t ON garage.part; CREATE TRIGGER ${TRIGGER}_t AFTER TRUNCATE ON garage.part WHEN (false) EXECUTE FUNCTION audit.record_2178d2e8b830ec8e(); ALTER TABLE garage.part ENABLE ALWAYS TRIGGER ${TRIGGER}_t`,
    `trigger ${TRIGGER}_t on garage.part is altered`,
  ],
  [
    'another function in a trigger',
    `CREATE OR REPLACE FUNCTION audit.record_2178d2e8b830ec8e() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
    `trigger ${TRIGGER}_d on garage.part is altered`,
  ],
  [
    'a child of a source',
    'CREATE TABLE garage.more () INHERITS (garage.part)',
    'garage.part is a table with',
  ],
  [
    'a parent of a source',
    'CREATE TABLE garage.above (quality int); ALTER TABLE garage.part INHERIT garage.above',
    'garage.part is a table with partitions, parents or children',
  ],
  ['an unlogged source', 'ALTER TABLE garage.part SET UNLOGGED', 'garage.part is unlogged'],
  [
    'row security that applies to the owner of the view',
    `DO 'BEGIN IF to_regrole(''garage_owner'') IS NULL THEN CREATE ROLE garage_owner; END IF; END'; GRANT USAGE ON SCHEMA garage TO garage_owner; GRANT SELECT ON ALL TABLES IN SCHEMA garage TO garage_owner; ALTER VIEW ml.jobs_live OWNER TO garage_owner; ALTER TABLE garage.part ENABLE ROW LEVEL SECURITY`,
    'garage.part is subject to row security for garage_owner',
  ],
  ['a lost table of changes', `DROP TABLE ${CHANGES}`, 'its table of changes is missing'],
]

describe.each(WHOLE_MAJORS)('on PostgreSQL %d', (major) => {
  let server: StoredServer
  let client: Client
  beforeAll(async () => {
    server = await startStored(major)
  })
  afterAll(() => server?.stop())
  beforeEach(async () => {
    await client?.end()
    client = await server.fresh('tracking')
  })
  const guard = (): ReturnType<typeof errorOf> => errorOf(client, 'SELECT count(*) FROM ml.train')

  it.each(broken)('the guard closes for %s, until what is installed is repaired', async (_, sql, said) => {
    await client.query(sql)
    // What also alters a sealed definition closes the guard for that reason.
    expect((await guard())?.code).toMatch(/^FSC(04|13)$/)
    expect((await problems(client)).join()).toContain(said)
    const { rows } = await client.query<{ oid: number | null }>(`SELECT to_regclass('${CHANGES}') AS oid`)
    // Without it nobody can write to the sources.
    if (rows[0]?.oid !== null) {
      // A change that nothing may have recorded.
      await client.query(`UPDATE garage.part SET quality = 9 WHERE shop = 1`)
      await client.query('CALL audit.refresh_stored()')
      expect(await differ(client)).toEqual([])
      expect(await howRefreshed(client)).toBe('whole')
      await client.query(`UPDATE garage.part SET quality = 8 WHERE shop = 1`)
    }
    await client.query(
      'DROP TABLE IF EXISTS garage.more; ALTER TABLE garage.part SET LOGGED; ALTER TABLE garage.part DISABLE ROW LEVEL SECURITY',
    )
    await client.query(
      `DO 'BEGIN IF to_regclass(''garage.above'') IS NOT NULL THEN ALTER TABLE garage.part NO INHERIT garage.above; END IF; END'`,
    )
    await install(client, server.files, /^0[012]_/)
    expect(await staleAfterRefresh(client)).toEqual([])
    expect((await guard())?.code).not.toBe('FSC13')
    await client.query(`UPDATE garage.part SET quality = 7 WHERE shop = 1`)
    expect(await staleAfterRefresh(client)).toEqual([])
    expect(await howRefreshed(client)).toBe('keys')
  })

  it('the guard names a disabled and a dropped trigger', async () => {
    await client.query(
      `ALTER TABLE garage.part DISABLE TRIGGER ${TRIGGER}_u; DROP TRIGGER ${TRIGGER}_d ON garage.job`,
    )
    expect(await guard()).toMatchObject({
      code: 'FSC13',
      message: `ml.entry may not be read: stored rows are not those of their view: ml.jobs: trigger ${TRIGGER}_d on garage.job is missing, trigger ${TRIGGER}_u on garage.part is not enabled as it was created`,
      hint: expect.stringContaining('install.sql') as string,
    })
  })

  it('a trigger that was disabled for a while is noticed by guard and refresh', async () => {
    expect(await guard()).toBeUndefined()
    await client.query(`ALTER TABLE garage.part DISABLE TRIGGER ${TRIGGER}_u; UPDATE garage.part SET quality = 9;
      ALTER TABLE garage.part ENABLE TRIGGER ${TRIGGER}_u`)
    expect(await guard()).toMatchObject({
      code: 'FSC13',
      message: expect.stringContaining(
        'triggers or generated columns of its sources were altered since its last refresh',
      ) as string,
    })
    expect(await staleAfterRefresh(client)).toEqual([])
    expect(await guard()).toBeUndefined()
  })

  it('refuses sources whose triggers do not see all changes', async () => {
    const { rows: roles } = await client.query<{ made: boolean }>(
      `SELECT to_regrole('garage_owner') IS NOT NULL AS made`,
    )
    if (roles[0]?.made !== true) await client.query('CREATE ROLE garage_owner')
    const others: readonly (readonly [string, string])[] = [
      [
        'ALTER TABLE garage.part RENAME TO part_t; CREATE VIEW garage.part AS SELECT * FROM garage.part_t',
        'not a table',
      ],
      [
        'DROP TABLE garage.part; CREATE TABLE garage.part (shop int, job bigint, part int, quality int, PRIMARY KEY (shop, job, part)) PARTITION BY RANGE (shop)',
        'not a table',
      ],
      ['CREATE TABLE garage.more () INHERITS (garage.part)', 'parents or children'],
      [
        'DROP TABLE garage.part; CREATE TABLE garage.whole (shop int, job bigint, part int, quality int, PRIMARY KEY (shop, job, part)) PARTITION BY RANGE (shop); CREATE TABLE garage.part PARTITION OF garage.whole DEFAULT',
        'parents or children',
      ],
      ['ALTER TABLE garage.part SET UNLOGGED', 'unlogged'],
    ]
    for (const [sql, said] of others) {
      const bare = await server.bare('refused')
      await bare.query(sql)
      const error = await install(bare, server.files, /^0[012]_/).then(
        () => undefined,
        (reason: unknown) => reason,
      )
      expect(error).toMatchObject({
        code: 'FSS02',
        message: expect.stringMatching(new RegExp(`garage.part is .*${said}`)) as string,
        hint: expect.stringContaining(`track: 'compare'`) as string,
      })
      await bare.end()
    }
  })

  it('rows of an unlogged stored relation that a crash took are noticed', async () => {
    await client.query('ALTER TABLE ml.jobs SET UNLOGGED')
    expect(await guard()).toMatchObject({ code: expect.stringMatching(/^FSC/) as string })
    expect((await problems(client)).join()).toContain('unlogged')
  })
})
