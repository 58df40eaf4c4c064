import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WHOLE_MAJORS } from '../../support/majors.js'
import { projectFolder } from '../../support/project-folder.js'
import { storedProject } from './scene.js'
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

/** The same project with another expression in the relation that the others read. */
async function changedProject(): Promise<ReadonlyMap<string, string>> {
  const folder = projectFolder({}, 'stored')
  const config = readFileSync(join(folder.dir, 'fusion.config.ts'), 'utf8')
  folder.write(
    'fusion.config.ts',
    config
      .replace(`eb('quality', '>=', 5)`, `eb('quality', '>=', 7)`)
      .replace(`where('j.spam', 'is', null)`, `where('j.spam', 'is not', null)`),
  )
  const files = await storedProject(folder.dir)
  folder.remove()
  return files
}

describe.each(WHOLE_MAJORS)('on PostgreSQL %d', (major) => {
  let server: StoredServer
  let client: Client
  let changed: ReadonlyMap<string, string>
  beforeAll(async () => {
    changed = await changedProject()
    server = await startStored(major)
    client = await server.fresh('definition')
  })
  afterAll(() => server?.stop())
  const guard = async (): Promise<string | undefined> => (await errorOf(client, 'SELECT FROM ml.train'))?.code
  const state = async (): Promise<unknown> =>
    (
      await client.query(
        'SELECT s, (SELECT xmin FROM pg_trigger t WHERE t.tgname LIKE $1 ORDER BY oid LIMIT 1) FROM audit.stored_state s ORDER BY relation',
        ['fusion%'],
      )
    ).rows

  it('an installation again changes nothing', async () => {
    const before = await state()
    await install(client, server.files, /^0[012]_/)
    expect(await state()).toEqual(before)
    expect(await differ(client)).toEqual([])
    expect(await guard()).toBeUndefined()
  })

  it('gate D compares the rows of the checked days by their T0 or by the key of the entrypoint, and a sample', async () => {
    await client.query('CALL audit.run_t0_cert_garage(5, false)')
    const { rows } = await client.query<{
      relation: string
      of_days: number
      of_sample: number
      rows: number
    }>(
      `SELECT r.*, g.value #>> '{evidence,summary}' AS summary
       FROM (SELECT gates FROM audit.t0_cert_event WHERE kind = 'certification' ORDER BY event_id DESC LIMIT 1) e,
         jsonb_array_elements(e.gates) g (value),
         jsonb_to_recordset(g.value #> '{evidence,relations}') r (relation text, rows int, of_days int, of_sample int)
       WHERE g.value ->> 'gate' = 'D' ORDER BY 1`,
    )
    const of = (name: string) => rows.find(({ relation }) => relation === name)
    const [jobs, ranks, shops] = ['ml.jobs', 'ml.ranks', 'ml.shops'].map(of)
    expect(Number(jobs?.of_days)).toBeGreaterThan(10)
    expect(Number(jobs?.of_days)).toBeLessThan(Number(jobs?.rows))
    expect(jobs?.of_sample).toBe(jobs?.rows)
    expect(ranks?.of_days).toBe(jobs?.of_days)
    // It has neither.
    expect(shops).toMatchObject({ of_days: 0, of_sample: 7, rows: 7 })
    expect(Object(shops).summary).toContain(
      'ml.shops equals its view in 0 rows of the checked days and 7 of a sample, of 7 rows',
    )
  })

  it('a changed definition closes the guard until it is refreshed and certified', async () => {
    await client.query(`UPDATE garage.job SET model = 'model 1' WHERE shop = 1`)
    await install(client, changed, /^0[012]_/)
    expect(await problems(client)).toContain('ml.jobs: its definition has changed since its last refresh')
    expect(await guard()).toBe('FSC04')
    // Certified without a refresh: gate D finds it.
    await expect(install(client, changed, /^0(3_base|4|5|6)/)).rejects.toMatchObject({
      code: 'FSC02',
      message: expect.stringContaining('D failed (D.behind): ml.jobs: its definition has changed') as string,
    })
    expect(await guard()).toBe('FSC02')
    expect(await differ(client)).not.toEqual([])
    expect(await staleAfterRefresh(client)).toEqual([])
    expect(await howRefreshed(client)).toBe('whole')
    await client.query('CALL audit.run_t0_cert_garage(7, true)')
    expect(await guard()).toBeUndefined()
    await client.query(`UPDATE garage.job SET spam = NULL WHERE shop = 2`)
    expect(await staleAfterRefresh(client)).toEqual([])
    expect(await howRefreshed(client)).toBe('keys')
  })

  it('a change of the definition that is taken back before a refresh', async () => {
    await install(client, server.files, /^0[012]_/)
    await client.query(`UPDATE garage.job SET spam = 'x' WHERE shop = 3`)
    await install(client, changed, /^0[012]_/)
    expect(await staleAfterRefresh(client)).toEqual([])
  })

  it('without what refreshes them, rows are refused by guard and gate', async () => {
    const other = await server.fresh('uninstalled')
    const read = (): ReturnType<typeof errorOf> => errorOf(other, 'SELECT FROM ml.train')
    expect(await read()).toBeUndefined()
    await other.query(server.files.get('optional/98_uninstall_stored_relations.sql') ?? '')
    expect(await read()).toMatchObject({
      code: 'FSC13',
      message: expect.stringContaining('ml.jobs: nothing refreshes it any more') as string,
    })
    await expect(install(other, server.files, /^06/)).rejects.toMatchObject({
      code: 'FSC02',
      message: expect.stringContaining(
        'D failed (D.behind): ml.classes: nothing refreshes it any more; ml.jobs: nothing refreshes',
      ) as string,
    })
    await install(other, server.files)
    expect(await staleAfterRefresh(other)).toEqual([])
    await other.query('CALL audit.run_t0_cert_garage(7, true)')
    expect(await read()).toBeUndefined()
    await other.end()
  })

  it('what another store stores of ours is refreshed after it, and its certificate is void without it', async () => {
    const other = await server.fresh('stores')
    await other.query(`
      CREATE SCHEMA a;
      CREATE VIEW a.all_jobs AS SELECT c.class, c.jobs, r.place FROM ml.classes c CROSS JOIN LATERAL (SELECT count(*) AS place FROM ml.ranks) r;
      CREATE VIEW a.v_first AS SELECT class, place FROM a.all_jobs;`)
    const declared = {
      relation: 'a.first',
      live: 'a.v_first',
      key_columns: ['class'],
      refresh: 'full',
      track: 'triggers',
      indexes: [],
      queue_columns: [],
      patterns: [],
      tracked: [],
      max_age: '1 hour',
      reads: [],
      definition: 'x',
    }
    await other.query('SELECT audit.put_stored($1)', [JSON.stringify(declared)])
    const order = async (): Promise<readonly string[]> =>
      (await other.query<{ name: string }>('SELECT o AS name FROM audit.refresh_order(NULL) o')).rows.map(
        ({ name }) => name,
      )
    expect((await order()).at(-1)).toBe('a.first')
    await other.query(`
      INSERT INTO audit.t0_cert_seal (entrypoint, object_fqn, class_id, object_id, fingerprint, event_id)
      SELECT 'ml.entry', 'a.first', 'pg_class'::regclass, 'a.first'::regclass, h.hash, s.event_id
      FROM audit._hash_objects(ARRAY['pg_class'::regclass::oid], ARRAY['a.first'::regclass::oid], false) h,
        (SELECT max(event_id) AS event_id FROM audit.t0_cert_seal) s`)
    const read = (): ReturnType<typeof errorOf> => errorOf(other, 'SELECT FROM ml.train')
    expect(await read()).toMatchObject({
      code: 'FSC13',
      message: expect.stringContaining('a.first') as string,
    })
    await other.query('CALL audit.refresh_stored()')
    expect(await read()).toBeUndefined()
    await other.query(`SELECT audit.forget_stored('a.first')`)
    expect(await read()).toMatchObject({
      code: 'FSC04',
      message: expect.stringContaining('a.first') as string,
    })
    await other.end()
  })

  it('what a relation has besides its rows is there when it was dropped and created again', async () => {
    const other = await server.fresh('recreated')
    await other.query(`
      CREATE UNIQUE INDEX own ON ml.classes (class, jobs);
      CREATE INDEX stored_by_jobs ON ml.classes (jobs) WHERE jobs > 1;
      ALTER TABLE ml.classes ADD CONSTRAINT counted CHECK (jobs >= 0), ADD CONSTRAINT twice UNIQUE (jobs, class),
        ALTER jobs SET DEFAULT 0, REPLICA IDENTITY FULL, ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE UNIQUE INDEX own_of_shops ON ml.shops (jobs, shop);`)
    const has = async (): Promise<unknown> =>
      (
        await other.query(`
          SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relreplident,
            ARRAY(SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = c.oid ORDER BY 1) AS indexes,
            ARRAY(SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = c.oid ORDER BY 1) AS constraints,
            ARRAY(SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = c.oid) AS defaults
          FROM pg_class c WHERE c.relnamespace = 'ml'::regnamespace AND c.relkind IN ('r', 'm') ORDER BY 1`)
      ).rows
    const before = await has()
    await other.query(server.files.get('optional/drop_and_recreate.sql') ?? '')
    expect(await has()).toEqual(before)
    expect(await staleAfterRefresh(other)).toEqual([])
    await other.end()
  })

  it('objects of another system by its names are left alone, and nothing is installed', async () => {
    const other = await server.bare('taken')
    await other.query(`
      CREATE SCHEMA audit; CREATE TABLE audit.stored_relation (id int);
      CREATE FUNCTION audit.refresh_one(id int) RETURNS int LANGUAGE sql AS 'SELECT 1'`)
    const stored = server.files.get('00_stored_relations.sql') ?? ''
    const names = async (): Promise<unknown> =>
      (await other.query(`SELECT proname FROM pg_proc WHERE pronamespace = 'audit'::regnamespace`)).rows
    expect(await errorOf(other, stored)).toMatchObject({
      code: 'FSS04',
      message:
        'nothing was installed: the audit schema has audit.refresh_one(integer), audit.stored_relation of another system',
    })
    await other.query('ROLLBACK')
    expect(await names()).toEqual([{ proname: 'refresh_one' }])
    // The guard and the gates do not take that table for a register.
    await install(other, server.files, /^00_audit/)
    expect((await other.query(`SELECT audit._stale_stored('ml.entry') AS stale`)).rows).toEqual([
      { stale: null },
    ])
    await other.end()
  })
})
