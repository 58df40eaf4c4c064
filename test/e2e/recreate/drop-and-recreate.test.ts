import pg from 'pg'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { ddl, extras, LONG_QUOTED, recreate, shape } from './views.js'
import { WHOLE_MAJORS, testWhole } from '../../support/majors.js'

const OLD = 'id,n,note id,n,note'
const NEW = 'note,id,amount note,id,amount'

const ROLES = ['view_owner', 'reader', 'lender', 'borrower', '"odd ""role"""']

describe.each(WHOLE_MAJORS)('on PostgreSQL %d', (major) => {
  let native: NativeFixture
  let client: pg.Client
  let said: string[]
  beforeAll(async () => {
    native = await startNative(major)
    const session = await native.server.connect()
    for (const role of ROLES) await session.exec(`CREATE ROLE ${role}`)
    await session.close()
  })
  afterAll(() => native?.stop())
  beforeEach(async () => {
    client = new pg.Client({ connectionString: await native.freshDatabase('recreate') })
    said = []
    client.on('notice', ({ severity, message }) => void said.push(`${severity}: ${message}`))
    await client.connect()
    await client.query(`
      CREATE SCHEMA up; CREATE TABLE up.t (id int, n int, note text); INSERT INTO up.t VALUES (1, 2, 'x');
      CREATE SCHEMA shop; CREATE SCHEMA "Shop.x"; GRANT USAGE ON SCHEMA shop, "Shop.x" TO PUBLIC;`)
  })
  afterEach(() => client.end())

  const errorOf = async (sql: string): Promise<pg.DatabaseError> => {
    const error: unknown = await client.query(sql).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    await client.query('ROLLBACK')
    if (!(error instanceof pg.DatabaseError)) throw new Error(`no error of Postgres: ${String(error)}`)
    return error
  }

  const dress = (): Promise<unknown> =>
    client.query(`
      ALTER VIEW shop.base OWNER TO view_owner; GRANT SELECT ON up.t TO view_owner;
      ALTER VIEW ${LONG_QUOTED} SET (security_barrier = true${major >= 15 ? ', security_invoker = true' : ''});
      GRANT SELECT, INSERT ON shop.base TO reader; GRANT SELECT ON shop.base TO PUBLIC;
      GRANT SELECT, UPDATE ON shop.base TO lender WITH GRANT OPTION;
      SET ROLE lender; GRANT SELECT ON shop.base TO borrower WITH GRANT OPTION; GRANT UPDATE ON shop.base TO "odd ""role"""; RESET ROLE;
      SET ROLE borrower; GRANT SELECT ON shop.base TO reader; RESET ROLE;
      GRANT SELECT (id), UPDATE (note) ON ${LONG_QUOTED} TO reader WITH GRANT OPTION;
      SET ROLE reader; GRANT SELECT (id) ON ${LONG_QUOTED} TO borrower; RESET ROLE;
      REVOKE DELETE, TRUNCATE ON ${LONG_QUOTED} FROM CURRENT_USER;
      ALTER VIEW shop.base ALTER COLUMN note SET DEFAULT 'no ''note''';
      CREATE RULE gone AS ON DELETE TO shop.base DO INSTEAD NOTHING; COMMENT ON RULE gone ON shop.base IS 'It''s gone.';
      CREATE FUNCTION up.write() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER "Put in" INSTEAD OF INSERT ON ${LONG_QUOTED} FOR EACH ROW EXECUTE FUNCTION up.write('a');
      COMMENT ON TRIGGER "Put in" ON ${LONG_QUOTED} IS 'Writes.';`)

  it('the shape changes, and all that the views had is there again, with who granted it', async () => {
    await client.query(ddl('old'))
    await dress()
    const before = await extras(client)
    expect(JSON.stringify(before)).toContain('Put in')
    expect((await errorOf(ddl('new'))).code).toBe('42P16')

    await client.query(recreate('new'))
    expect(await shape(client)).toBe(NEW)
    expect(await extras(client)).toEqual(before)
    await client.query(recreate('new'))
    expect(await extras(client)).toEqual(before)
    // And the files that replace views have nothing against it.
    await client.query(ddl('new'))
    expect(await shape(client)).toBe(NEW)
    expect((await client.query(`SELECT * FROM ${LONG_QUOTED}`)).rows).toEqual([
      { note: 'x', id: 1, amount: '2' },
    ])
    expect(said.filter((line) => line.startsWith('WARNING'))).toEqual([])
  })

  const whole = testWhole(major)
  whole('privileges that are given by default are not added to those that a view had', async () => {
    await client.query(ddl('old'))
    await client.query(`GRANT INSERT ON shop.base TO reader`)
    await client.query(`ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO borrower;
      ALTER DEFAULT PRIVILEGES IN SCHEMA "Shop.x" GRANT DELETE ON TABLES TO reader, PUBLIC`)
    const before = await extras(client)
    await client.query(recreate('new'))
    expect(await extras(client)).toEqual(before)
  })

  whole('creates what is not there, with the privileges that new views get', async () => {
    await client.query(`ALTER DEFAULT PRIVILEGES IN SCHEMA "Shop.x" GRANT SELECT ON TABLES TO reader`)
    await client.query(recreate('new'))
    expect(await shape(client)).toBe(NEW)
    expect(
      (await client.query(`SELECT has_table_privilege('reader', $1, 'SELECT') AS may`, [LONG_QUOTED])).rows,
    ).toEqual([{ may: true }])
    await client.query(`DROP VIEW ${LONG_QUOTED}; GRANT INSERT ON shop.base TO reader`)
    const [base] = await extras(client)
    await client.query(recreate('new'))
    expect((await extras(client))[0]).toEqual(base)
    expect(await shape(client)).toBe(NEW)
  })

  whole('says what goes with a column that is gone', async () => {
    await client.query(ddl('old'))
    await client.query(
      `GRANT SELECT (n), SELECT (id) ON shop.base TO reader; ALTER VIEW shop.base ALTER COLUMN n SET DEFAULT 1`,
    )
    await client.query(recreate('new'))
    expect(said.filter((line) => line.startsWith('WARNING'))).toEqual([
      expect.stringMatching(/shop\.base loses its default of column n: /),
      expect.stringMatching(/shop\.base loses its SELECT \(n\) granted to reader by /),
    ])
    expect(await shape(client)).toBe(NEW)
  })

  whole(
    'names all that depends on the views and is not of the project, before anything changes',
    async () => {
      await client.query(ddl('old'))
      await dress()
      await client.query(`
      CREATE SCHEMA other; CREATE VIEW other."their view" AS SELECT id FROM shop.base;
      CREATE MATERIALIZED VIEW other.stored AS SELECT n FROM ${LONG_QUOTED}; CREATE INDEX ON other.stored (n);
      CREATE VIEW other.over_stored AS SELECT * FROM other.stored;
      CREATE FUNCTION other.count() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM shop.base; END;
      CREATE FUNCTION other.of_row(r shop.base) RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE TABLE other.rows (id int, r shop.base, rs shop.base[]);
      CREATE POLICY near ON other.rows USING (id IN (SELECT id FROM shop.base));
      CREATE RULE note AS ON INSERT TO other.rows DO ALSO SELECT n FROM ${LONG_QUOTED};
      CREATE SEQUENCE "Shop.x".numbers OWNED BY ${LONG_QUOTED}.id;
      CREATE VIEW shop.left_behind AS SELECT id FROM shop.base;`)
      const before = await extras(client)
      const { code, detail, message } = await errorOf(recreate('new'))
      expect(code).toBe('FSV01')
      expect(detail?.split('\n')).toEqual([
        'column r of table other.rows',
        'column rs of table other.rows',
        'function other.count()',
        'function other.of_row(shop.base)',
        'materialized view other.stored',
        'policy near on table other.rows',
        'rule note on table other.rows',
        'sequence "Shop.x".numbers',
        'view other."their view"',
        'view other.over_stored',
        'view shop.left_behind',
      ])
      expect(message).toContain('view other."their view"')
      expect(await extras(client)).toEqual(before)
      expect(await shape(client)).toBe('id,n,note id id,n,note')
    },
  )

  whole('undoes everything when a view cannot be created or something cannot be put back', async () => {
    await client.query(ddl('old'))
    await dress()
    const before = await extras(client)
    await client.query('ALTER TABLE up.t RENAME n TO gone')
    expect((await errorOf(recreate('new'))).code).toBe('42703')
    expect(await extras(client)).toEqual(before)
    expect(await shape(client)).toBe(OLD)

    await client.query('ALTER TABLE up.t RENAME gone TO n')
    await client.query('CREATE RULE copied AS ON UPDATE TO shop.base DO INSTEAD SELECT old.n')
    const { code, message } = await errorOf(recreate('new'))
    expect([code, message]).toEqual([
      'FSV03',
      expect.stringMatching(/^rule copied of shop\.base cannot be put back: .*n/),
    ])
    expect(await shape(client)).toBe(OLD)

    await client.query(
      `DROP RULE copied ON shop.base; DROP VIEW ${LONG_QUOTED}; CREATE TABLE ${LONG_QUOTED} (id int)`,
    )
    expect((await errorOf(recreate('new'))).code).toBe('FSV02')
  })

  whole('is run by the owner of the views alone', async () => {
    await client.query(`ALTER SCHEMA shop OWNER TO view_owner; ALTER SCHEMA "Shop.x" OWNER TO view_owner;
      GRANT USAGE ON SCHEMA up TO view_owner; GRANT SELECT ON up.t TO view_owner; SET ROLE view_owner`)
    await client.query(ddl('old'))
    await client.query('GRANT SELECT ON shop.base TO lender WITH GRANT OPTION; RESET ROLE')
    await client.query('SET ROLE lender; GRANT SELECT ON shop.base TO reader; RESET ROLE')
    const before = await extras(client)
    await client.query(`SET SESSION AUTHORIZATION view_owner`)
    await client.query(recreate('new'))
    expect((await client.query('SELECT current_user::text AS me')).rows).toEqual([{ me: 'view_owner' }])
    await client.query('RESET SESSION AUTHORIZATION')
    // It may not act as the lender, so what that one had granted is granted by the owner now, and it says so.
    expect(said.filter((line) => line.startsWith('WARNING'))).toEqual([
      expect.stringMatching(/SELECT granted to reader by lender is now granted by the owner/),
    ])
    const [after] = (await extras(client)) as [{ acl: string[] }]
    const [was] = before as [{ acl: string[] }]
    expect(after.acl).toEqual(
      was.acl.map((line) => line.replace('SELECT lender', 'SELECT view_owner')).toSorted(),
    )
    await client.query('SET ROLE reader')
    expect((await errorOf(recreate('new'))).code).toBe('42501')
  })

  whole('waits for its readers a few seconds and no longer', async () => {
    await client.query(ddl('old'))
    const other = new pg.Client({ connectionString: `${native.server.url.replace(/\/[^/]*$/, '')}/recreate` })
    await other.connect()
    await other.query('BEGIN; SELECT * FROM shop.base')
    expect(
      (await errorOf(recreate('new').replace("lock_timeout = '5s'", "lock_timeout = '200ms'"))).code,
    ).toBe('55P03')
    await other.end()
    expect(await shape(client)).toBe(OLD)
  })
})
