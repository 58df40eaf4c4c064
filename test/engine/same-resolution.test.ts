import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { planViews } from '../../bench/synthetic/view-plan.js'
import { writeProject } from '../../bench/synthetic/write-project.js'
import { compileProject } from '../../src/compile/index.js'
import type { ProjectDeclaration } from '../../src/declare/project.js'
import { loadProject } from '../../src/load/load-project.js'
import type { CompiledProject } from '../../src/model/compiled-project.js'
import { readNodeTree } from '../../src/pgtree/index.js'
import { isCompared } from '../../src/postgres/native/native-analyzer.js'
import type { Session } from '../../src/postgres/session.js'
import { project, source, view } from '../analyze/support/project.js'
import { ACCEPTED, REFUSED, SETUP } from './constructs.js'
import { comparable, enumsIn, inBoth, partsOf, resolutionOf } from './resolutions.js'

const scratch = mkdtempSync(join(tmpdir(), 'fusion-engine-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const compiled = async (dir: string): Promise<CompiledProject> => {
  const cache = join(scratch, 'cache')
  mkdirSync(cache, { recursive: true })
  const loaded = await loadProject(dir, cache)
  const { project: found } = compileProject(loaded.config as ProjectDeclaration, (site, column) =>
    loaded.locate(site.trace, column),
  )
  if (!found) throw new Error(`${dir} does not compile`)
  return found
}

const errorOf = (error: unknown): unknown => {
  const { message, detail, hint, position, code } = error as Record<string, unknown>
  return { message, detail, hint, position, code }
}

interface StoredView {
  readonly name: string
  readonly pretty: string
  readonly plain: string
  readonly tree: string
}

const storedViews = (where: string): string => `
  SELECT c.oid::regclass::text AS name, pg_get_viewdef(c.oid, true) AS pretty, pg_get_viewdef(c.oid) AS plain,
    r.ev_action::text AS tree
  FROM pg_class c JOIN pg_rewrite r ON r.ev_class = c.oid AND r.rulename = '_RETURN'
  WHERE c.relkind = 'v' AND ${where} ORDER BY c.oid::regclass::text COLLATE "C"`

const readStored = async (session: Session, where: string): Promise<unknown> => {
  const enums = await enumsIn(session)
  const rows = await session.query<StoredView>(storedViews(where))
  return rows.map(({ tree, ...others }) => ({ ...others, tree: comparable(readNodeTree(tree), enums) }))
}

describe('the native engine resolves as the embedded one', () => {
  test('the versions are those that are compared here', async () => {
    expect(await isCompared()).toBe(true)
  })

  test('a project of 1,000 views', async () => {
    const dir = join(scratch, 'synthetic')
    mkdirSync(join(dir, 'node_modules'), { recursive: true })
    writeProject(dir, planViews(1000), 'imported')
    const large = await compiled(dir)
    const [embedded, native] = await inBoth((session) => partsOf(session, large), 1100)
    expect(embedded).toHaveLength(1002)
    // By part, because the report of a difference of all would not end.
    for (const [at, part] of embedded.entries()) if (native[at] !== part) expect(native[at]).toBe(part)
  })

  test.each(['values', 'enum-and-domain', 'functions', 'invariants'])('the project %s', async (name) => {
    const found = await compiled(join(import.meta.dirname, '../golden', name))
    const [embedded, native] = await inBoth((session) => resolutionOf(session, found))
    expect(native).toEqual(embedded)
  })

  test('every construct, and every view that Postgres comes with', async () => {
    const [embedded, native] = await inBoth(async (session) => {
      await session.exec(SETUP)
      const created = ACCEPTED.map((select, at) => `CREATE VIEW own_${at} AS ${select};\n`)
      await session.exec(created.join(''))
      return [await readStored(session, "c.relname LIKE 'own_%'"), await readStored(session, 'c.oid < 16384')]
    })
    expect(embedded[0]).toHaveLength(ACCEPTED.length)
    expect(native).toEqual(embedded)
  })

  test('what is refused, in the same words and at the same position', async () => {
    const [embedded, native] = await inBoth(async (session) => {
      await session.exec(SETUP)
      const said: unknown[] = []
      for (const select of REFUSED)
        said.push(await session.exec(`CREATE VIEW refused AS ${select}`).then(() => 'accepted', errorOf))
      return said
    })
    expect(REFUSED.filter((_, at) => embedded[at] === 'accepted')).toEqual([])
    expect(native).toEqual(embedded)
  })

  test('refused relations, as diagnostics', async () => {
    const base = source('t.base', ['id bigint NOT NULL', 'x numeric(10,2)', 'y text[]'], ['id'])
    const views = [
      view('t.good', 'SELECT id FROM t.base', ['t.base']),
      view('t.typo', 'SELECT id,\n  nosuch FROM t.good', ['t.good']),
      view('t.onTypo', 'SELECT id FROM t.typo', ['t.typo']),
      view('t.types', "SELECT id + 'ä😀x'::text AS z FROM t.good", ['t.good']),
      // Refused for its permission, unless system tables may be changed.
      view('pg_catalog.own', 'SELECT id FROM t.good', ['t.good']),
    ]
    const refused = project([base, source('t.bad', ['id nosuchtype NOT NULL'])], views)
    const [embedded, native] = await inBoth((session) => resolutionOf(session, refused))
    expect(embedded.match(/FS20\d/g)).toEqual(['FS201', 'FS202', 'FS202'])
    expect(native).toEqual(embedded)
  })
})
