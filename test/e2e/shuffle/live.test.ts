import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import pg from 'pg'
import { loadRows, upstreamRows, upstreamTables } from '../../support/fusion-database.js'
import { WHOLE_MAJORS } from '../../support/majors.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { projectFolder, type ProjectFolder } from '../../support/project-folder.js'
import { runCli } from '../../support/run-cli.js'
import { configOf, GUILTY, INNOCENT } from './declarations.js'
import { documentOf, outcomes } from './report.js'

const root = join(import.meta.dirname, '../../..')
const ROWS = 400

/** Rows with ties in every column but the key, numbers far apart, and NULLs. */
const TABLE = `
  CREATE SCHEMA up;
  CREATE TABLE up.readings (
    reading_id int PRIMARY KEY, more text DEFAULT 'not declared', sensor int NOT NULL, kind text, amount int NOT NULL,
    price numeric, level float8 NOT NULL, taken timestamptz NOT NULL);
  INSERT INTO up.readings (reading_id, sensor, kind, amount, price, level, taken)
    SELECT i, h % 40, (ARRAY['a', 'b', 'c', NULL])[1 + h / 41 % 4], h / 43 % 11, h / 47 % 5 + 0.5,
      (ARRAY[1e16, 1, -1e16, 0.1, 0.30000000000000004])[1 + h / 53 % 5],
      '2024-01-01 20:00Z'::timestamptz + h / 59 % 9 * interval '1 hour'
    FROM generate_series(1, ${ROWS}) AS i, abs(hashint4(i)) AS h`

/** All that a database holds and anybody could have changed: relations, their files and rows, schemas. */
const STATE = `
  SELECT (SELECT json_agg(json_build_array(oid::regclass::text, relfilenode, reltuples, reloptions) ORDER BY oid)
      FROM pg_class WHERE relnamespace <> 'pg_toast'::regnamespace) AS relations,
    (SELECT json_agg(nspname ORDER BY nspname) FROM pg_namespace) AS schemas,
    (SELECT json_agg(json_build_array(proname, xmin::text) ORDER BY oid) FROM pg_proc WHERE oid > 16383) AS functions,
    (SELECT md5(string_agg(ROW(ctid, xmin, xmax, r)::text, ',' ORDER BY ctid)) FROM up.readings AS r) AS rows`

/** The live way on one major: what it finds, that it leaves nothing, and what it refuses. */
describe.each(WHOLE_MAJORS)('on PostgreSQL %d', (major) => {
  let native: NativeFixture
  let client: pg.Client
  let url: string
  const folders: ProjectFolder[] = []
  beforeAll(async () => {
    native = await startNative(major)
    url = await native.freshDatabase('shuffled')
    client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(TABLE)
    await client.query(
      'ANALYZE; CREATE ROLE reader LOGIN PASSWORD $$reader$$; GRANT USAGE ON SCHEMA up TO reader',
    )
    await client.query('GRANT SELECT ON up.readings TO reader')
  })
  afterAll(async () => {
    folders.forEach((folder) => folder.remove())
    await client?.end()
    await native?.stop()
  })
  const projectOf = (config: string) => {
    const folder = projectFolder({ 'fusion.config.ts': config })
    folders.push(folder)
    return (databaseUrl: string, ...argv: string[]) =>
      runCli(
        ['verify', '--shuffle', '--database-url', databaseUrl, ...argv, '--project', folder.dir],
        folder.env,
      )
  }
  const few = configOf({ sum_float8: GUILTY['sum_float8'] ?? '', sum_integer: INNOCENT['sum_integer'] ?? '' })

  describe(`on PostgreSQL ${major}`, () => {
    it('finds what depends on order, plan or session and nothing else, and leaves the database as it was', async () => {
      const before = await client.query(STATE)
      const shuffle = projectOf(configOf({ ...GUILTY, ...INNOCENT }))
      const { code, stdout, stderr } = await shuffle(url, '--format', 'json')
      expect(stdout, stderr).not.toBe('')
      expect(outcomes(documentOf(stdout))).toEqual(
        Object.fromEntries([
          ...Object.keys(GUILTY).map((name) => [name, 'different']),
          ...Object.keys(INNOCENT).map((name) => [name, 'same']),
        ]),
      )
      expect(documentOf(stdout).sources).toEqual([{ schema: 'up', name: 'readings', rows: ROWS, of: ROWS }])
      expect(code).toBe(1)
      expect((await client.query(STATE)).rows).toEqual(before.rows)
    })

    it('finds nothing in a certified store, whose guard is not asked', async () => {
      const database = await native.freshDatabase('store')
      const session = await native.connect(database)
      await session.exec(upstreamTables())
      await loadRows(session, upstreamRows('realistic', 200, 7))
      await session.close()
      const { code, stdout, stderr } = await runCli(
        ['verify', '--shuffle', '--database-url', database, '--project', root],
        { ...process.env, NO_COLOR: '1' },
      )
      expect(stdout, stderr).toMatch(/_train_v: [1-9]\d+ rows compared/)
      expect(stdout).toContain('): no difference')
      expect(code).toBe(0)
    })

    it('compares some of many rows, and says how many', async () => {
      const { stdout } = await projectOf(few)(url, '--rows', '150')
      expect(stdout).toMatch(/database shuffled, at most 150 rows per source, seed 1\)/)
      expect(stdout).toMatch(/^ {2}up\.readings: 150 of 400 rows$/m)
    })

    it('refuses a database that it cannot write to, or may not, or that lacks a source', async () => {
      const shuffle = projectOf(few)
      const asReader = new URL(url)
      ;[asReader.username, asReader.password] = ['reader', 'reader']
      const denied = await shuffle(asReader.href)
      expect(denied.stderr).toMatch(/FS904 .*permission denied for database shuffled; nothing was left/)
      expect(denied.stderr).toContain('GRANT CREATE, TEMPORARY ON DATABASE')
      expect(denied.code).toBe(2)

      await client.query(
        'GRANT CREATE ON DATABASE shuffled TO reader; REVOKE TEMPORARY ON DATABASE shuffled FROM PUBLIC',
      )
      const untemporary = await shuffle(asReader.href)
      expect(untemporary.stderr).toMatch(/FS904 .*permission denied to create temporary tables in database/)
      await client.query('GRANT TEMPORARY ON DATABASE shuffled TO reader')
      const granted = await shuffle(asReader.href)
      expect(granted.stdout).toContain('shop.sum_integer: 40 rows compared')

      await client.query('ALTER DATABASE shuffled SET default_transaction_read_only = on')
      const readOnly = await shuffle(url)
      await client.query('ALTER DATABASE shuffled RESET default_transaction_read_only')
      expect(readOnly.stderr).toContain('FS910')
      expect(readOnly.code).toBe(2)

      const empty = await shuffle(await native.freshDatabase('empty'))
      expect(empty.stderr).toMatch(/FS908 .*up\.readings/)
      expect(empty.code).toBe(2)
    })

    it('does not queue behind somebody who alters a source', async () => {
      const other = new pg.Client({ connectionString: url })
      await other.connect()
      await other.query('BEGIN; LOCK TABLE up.readings IN ACCESS EXCLUSIVE MODE')
      const { code, stderr } = await projectOf(few)(url)
      await other.query('ROLLBACK')
      await other.end()
      expect(stderr).toMatch(/FS906 .*lock timeout; nothing was left in the database/)
      expect(code).toBe(2)
    })

    it('locks sources as reading does, so that others read and write meanwhile', async () => {
      const modes = new Set<string>()
      const over = projectOf(few)(url, '--quiet').then(() => true)
      do {
        const { rows } = await client.query<{ mode: string }>(
          `SELECT mode FROM pg_locks WHERE relation = 'up.readings'::regclass AND pid <> pg_backend_pid()`,
        )
        for (const { mode } of rows) modes.add(mode)
      } while (!(await Promise.race([over, setTimeout(2, false)])))
      expect([...modes]).toEqual(['AccessShareLock'])
    })
  })
})
