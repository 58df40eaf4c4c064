import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inspect as inspectFromApp } from '../../../src/app/index.js'
import type { InspectedView, InspectReport } from '../../../src/app/inspect/inspect-report.js'
import { displayName } from '../../../src/model/relation-name.js'
import { isEverything } from '../../support/everything.js'
import { MAJORS } from '../../support/majors.js'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { runCli } from '../../support/run-cli.js'
import { holdsOfRows } from './holds-of-rows.js'

const scene = readFileSync(join(import.meta.dirname, 'scene.sql'), 'utf8')
const ALL = ['--schema', 'shop', '--schema', 'Odd Schema', 'shop.orders', 'shop.events', 'shop.parent']

describe.each(isEverything ? MAJORS : ([18] as const))('PostgreSQL %i', (major) => {
  let native: NativeFixture
  let url: string
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fusion-inspect-'))
    native = await startNative(major)
    url = await native.freshDatabase('hand-written')
    await run(scene)
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    await native.stop()
  })

  const run = async (sql: string): Promise<void> => {
    const session = await native.connect(url)
    await session.exec(sql)
    await session.close()
  }
  const fusion = (...args: string[]) =>
    runCli(['inspect', '--database-url', url, '--quiet', ...args], process.env)
  const inspect = async (...args: string[]): Promise<InspectReport> => {
    const { code, stdout, stderr } = await fusion('--format', 'json', ...args)
    expect(code, stderr).toBe(0)
    return JSON.parse(stdout) as InspectReport
  }
  const hold = async (views: readonly InspectedView[]) => {
    const session = await native.connect(url)
    const broken: string[] = []
    const unread: string[] = []
    let rows = 0
    for (const view of views) {
      try {
        const held = await holdsOfRows(session, view)
        rows += held.rows
        broken.push(...held.broken.map((claim) => `${displayName(view)}: ${claim}`))
      } catch {
        unread.push(displayName(view))
      }
    }
    await session.close()
    return { broken, unread, rows }
  }

  test('the report and the row types are the same on every major', async () => {
    const out = join(folder, 'rows.ts')
    const { code, stdout } = await fusion(...ALL, '--out', out)
    expect(code).toBe(0)
    const text = stdout.replace(out, 'rows.ts')
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, 'expected/report.txt'))
    await expect(readFileSync(out, 'utf8')).toMatchFileSnapshot(
      join(import.meta.dirname, 'expected/rows.ts.txt'),
    )
  })

  test('what is proven holds of every row', async () => {
    const { views, notes, file } = await inspect(...ALL, '--out', join(folder, 'rows.ts'))
    expect(file).toMatchObject({ status: 'unchanged' })
    expect(views).toHaveLength(26)
    const { broken, unread, rows } = await hold(views)
    expect(broken).toEqual([])
    // A foreign data wrapper without a handler has no rows.
    expect(unread).toEqual(['shop.v_away', 'shop.v_split'])
    expect(rows).toBeGreaterThan(100)
    expect(notes).toMatchObject([
      {
        code: 'FS608',
        relation: 'shop.v_about',
        message: expect.stringContaining('function shop.about('),
      },
    ])
  })

  test('a role without any privilege gets the same; a view of another session has a reason', async () => {
    await run(`CREATE ROLE nobody LOGIN PASSWORD 'x'; REVOKE ALL ON SCHEMA shop FROM PUBLIC`)
    const owner = await native.connect(url)
    await owner.exec(`CREATE TYPE pg_temp.mood AS ENUM ('ok'); CREATE TEMP TABLE hidden (x int, m pg_temp.mood);
        CREATE TEMP VIEW passing AS SELECT x, m FROM hidden`)
    const [temporary] = await owner.query<{ schema: string }>(
      'SELECT pg_my_temp_schema()::regnamespace::text AS schema',
    )
    const role = new URL(url)
    role.username = 'nobody'
    role.password = 'x'
    const passing = `${temporary?.schema}.passing`
    const found = await inspectFromApp({
      databaseUrl: role.href,
      views: ['shop.v_orders', '"Odd Schema"."it""s; a view"', passing],
    })
    await owner.close()
    if (found.outcome === 'failed') throw new Error(JSON.stringify(found.diagnostics))
    const { views } = await inspect('shop.v_orders', 'Odd Schema.it"s; a view')
    expect(found.views.slice(0, 2)).toEqual(views)
    expect(found.views[2]).toMatchObject({
      problem: 'it is a temporary view of another session',
      columns: [
        { name: 'x', type: 'integer', nullable: true, because: `${passing} was not analyzed (FS608)` },
        { name: 'm', reads: '"ok"', nullable: true },
      ],
    })
    expect(found.notes).toMatchObject([{ code: 'FS608', relation: passing }])
  })

  test('a name that does not exist is answered with those that are near', async () => {
    const unknown = await fusion('shop.v_odrers', 'v_case', 'SHOP.V_STATES', '--schema', 'shpo')
    expect(unknown).toMatchObject({ code: 2, stdout: '' })
    expect(unknown.stderr).toContain(`FS606 the database has no view or table "shop.v_odrers"`)
    expect(unknown.stderr).toContain('Did you mean shop.v_orders,')
    expect(unknown.stderr).toContain('Did you mean shop.v_case? Give it as schema.view.')
    expect(unknown.stderr).toContain('Did you mean shop.v_states? Give it as schema.view.')
    expect(unknown.stderr).toContain('Schemas with views: shop, ')
    expect(await fusion()).toMatchObject({ code: 2, stderr: expect.stringContaining('no view is named') })
    const failed = await inspectFromApp({ databaseUrl: url })
    expect(failed).toMatchObject({ outcome: 'failed', diagnostics: [{ code: 'FS606' }] })
  })

  test('names that cannot be told apart, and catalogs that cannot be read, are reported', async () => {
    await run(`
      CREATE SCHEMA "a.b"; CREATE SCHEMA a; CREATE TABLE "a.b".c (x int); CREATE TABLE a."b.c" (y int);
      CREATE VIEW a.v_both AS SELECT * FROM "a.b".c, a."b.c"; REVOKE SELECT ON pg_catalog.pg_rewrite FROM PUBLIC`)
    const both = await fusion('"a"."v_both"')
    expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('a.b.c FS611') })
    const role = new URL(url)
    role.username = 'nobody'
    role.password = 'x'
    const unreadable = await inspectFromApp({ databaseUrl: role.href, views: ['a.v_both'] })
    await run('GRANT SELECT ON pg_catalog.pg_rewrite TO PUBLIC')
    expect(unreadable).toMatchObject({
      outcome: 'failed',
      diagnostics: [
        { code: 'FS609', message: expect.stringContaining('permission denied for table pg_rewrite') },
      ],
    })
  })

  test('a file of row types is replaced only if this command has written it', async () => {
    const mine = join(folder, 'mine.ts')
    writeFileSync(mine, '// Mine.\n')
    const refused = await fusion('shop.v_nothing', '--out', mine)
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('FS607')
    expect(readFileSync(mine, 'utf8')).toBe('// Mine.\n')
    const out = join(folder, 'new/types.ts')
    expect((await inspect('shop.v_nothing', '--out', out)).file).toEqual({ path: out, status: 'written' })
    expect((await inspect('shop.v_case', '--out', out)).file).toEqual({ path: out, status: 'written' })
    expect(readFileSync(out, 'utf8')).toContain('export interface VCaseRow')
    expect(await fusion('shop.v_case', '--out', join(mine, 'no.ts'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('FS610'),
    })
  })

  test.runIf(major === 18)('NOT NULL that is not validated or not enforced is not relied on', async () => {
    await run(`
      CREATE TABLE shop.late (x int, y int, z int NOT NULL, w int);
      INSERT INTO shop.late VALUES (NULL, 5, 1, 1);
      ALTER TABLE shop.late ADD CONSTRAINT late_x NOT NULL x NOT VALID, ADD CHECK (y = 1) NOT ENFORCED;
      CREATE VIEW shop.v_late AS SELECT * FROM shop.late`)
    const { views } = await inspect('shop.v_late')
    expect(views[0]?.columns).toMatchObject([
      { name: 'x', nullable: true },
      { name: 'y', nullable: true, values: null },
      { name: 'z', nullable: false },
      { name: 'w', nullable: true },
    ])
    expect((await hold(views)).broken).toEqual([])
  })

  // Those of 18 are also the embedded ones, of which system-views.test.ts takes care.
  test.runIf(major !== 18)('its own system views are analyzed, or it is said why not', async () => {
    const { views, notes } = await inspect('--schema', 'pg_catalog', '--schema', 'information_schema')
    const { broken, unread } = await hold(views)
    expect(broken).toEqual([])
    expect(unread.length).toBeLessThan(4)
    const unknown = views.filter(({ problem }) => problem !== null)
    expect(notes.map(({ relation }) => relation).toSorted()).toEqual(unknown.map(displayName).toSorted())
    expect(unknown.length).toBeLessThan(views.length / 5)
  })
})
