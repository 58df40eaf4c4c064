import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { check } from 'prettier'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type NativeFixture, startNative } from '../../support/native-server.js'
import { sqlInOrder } from '../../support/sql-in-order.js'
import { expectFiles, type InitFolder, initFolder } from './init-folder.js'
import { WHOLE_MAJORS, testWhole } from '../../support/majors.js'

const hostile = readFileSync(join(import.meta.dirname, 'hostile.sql'), 'utf8')
const STYLE = { semi: false, singleQuote: true, printWidth: 110, trailingComma: 'all' } as const

/** Every source of a project in one config, so that all of them are compiled and not just the one that is viewed. */
function configOfAll(files: Readonly<Record<string, string>>): string {
  const modules = Object.entries(files).filter(([path]) => /^sources\/(?!types\.ts$)/.test(path))
  const sources = modules.map(([path, text]) => ({
    path,
    names: [...text.matchAll(/^export const (\S+) = source/gm)].map(([, name]) => name),
  }))
  const imports = sources.map(
    ({ path, names }) => `import { ${names.join(', ')} } from './${path.replace(/\.ts$/, '.js')}'`,
  )
  const views = sources
    .flatMap(({ names }) => names)
    .map(
      (name, at) =>
        `view('all.v${at}', 'V.', { t: ${name} }, (db) =>
          db.selectFrom('t').select((eb) => eb.fn.countAll<string>().as('n'))).describe({ n: 'Rows.' }),`,
    )
  return `import { defineProject, view } from 'fusion-store'
${imports.join('\n')}
export default defineProject({ name: 'all', sql: { '01.sql': [${views.join('\n')}] } })\n`
}

describe.each(WHOLE_MAJORS)('PostgreSQL %i', (major) => {
  let native: NativeFixture
  let url: string
  let folder: InitFolder
  const init = (name: string, ...options: string[]) =>
    folder.fusion(['init', folder.path(name), '--from-database', url, ...options])

  beforeAll(async () => {
    folder = initFolder()
    native = await startNative(major)
    url = await native.freshDatabase('hostile')
    const session = await native.connect(url)
    await session.exec(hostile)
    await session.close()
  })
  afterAll(async () => {
    folder.remove()
    await native.stop()
  })

  const run = async (sql: string): Promise<void> => {
    const session = await native.connect(url)
    await session.exec(sql)
    await session.close()
  }

  test('each table is a source, formatted, with a note for what was left out', async () => {
    const made = await init('all')
    expect(made).toMatchObject({ code: 0 })
    const files = folder.files('all')
    await expectFiles(files, 'database')
    for (const [filepath, text] of Object.entries(files))
      if (filepath.endsWith('.ts')) expect(await check(text, { ...STYLE, filepath }), filepath).toBe(true)
    folder.install('all')
    // The URL has a password.
    expect(Object.values(files).join('')).not.toContain('postgresql://')
    // Progress comes first, and only where a step takes long.
    const notes = made.stderr.slice(made.stderr.indexOf('Notes:'))
    await expect(notes).toMatchFileSnapshot(join(import.meta.dirname, 'expected/database/notes.txt'))
  })

  // How the catalogs are read depends on the major; what is made of it does not.
  const once = test.each(major === 18 ? [major] : [])

  once('the project builds, passes the compiler, and agrees with the database once installed', async () => {
    const project = ['--project', folder.path('all'), '--quiet']
    expect(await folder.fusion(['build', ...project])).toMatchObject({ code: 0, stderr: '' })
    expect(await folder.typecheck('all')).toBe('')
    expect(await folder.fusion(['baseline', 'accept', '-r', 'first', ...project])).toMatchObject({ code: 0 })
    const sql = folder.path('all/generated/sql')
    for (const file of sqlInOrder(sql)) await run(readFileSync(join(sql, file), 'utf8'))
    const checked = await folder.fusion(['check', '--database-url', url, ...project])
    expect(checked.code, checked.stdout).toBe(0)
    expect(checked.stdout).toMatch(/Live database .*: no difference/)
    await run('DROP SCHEMA ml CASCADE')
  })

  const whole = testWhole(major)
  whole('every source compiles, and is what the database has', async () => {
    folder.write('all/fusion.config.ts', configOfAll(folder.files('all')))
    const project = ['--project', folder.path('all'), '--quiet']
    const built = await folder.fusion(['build', ...project])
    expect(built, built.stderr).toMatchObject({ code: 0, stderr: '' })
    expect(await folder.typecheck('all')).toBe('')
    const { stdout } = await folder.fusion(['check', '--database-url', url, '--format', 'json', ...project])
    const { sections } = JSON.parse(stdout) as {
      readonly sections: readonly {
        readonly against: string
        readonly diagnostics: readonly { readonly code: string; readonly relation: string }[]
        readonly changes: readonly { readonly relation: string }[]
      }[]
    }
    const live = sections.find(({ against }) => against === 'live')
    // Its condition calls a function of the database, as the notes say.
    expect(live?.diagnostics).toMatchObject([{ code: 'FS702', relation: 'shop.checked' }])
    // The views that read the sources are not installed. Nothing else differs.
    expect(live?.changes.map(({ relation }) => relation).filter((name) => !name.startsWith('all.'))).toEqual(
      [],
    )
    expect(live?.changes.length).toBeGreaterThan(20)
  })

  once('a role that may read no table and write nothing gets the same', async () => {
    await run(
      `CREATE ROLE nobody LOGIN PASSWORD 'x'; ALTER ROLE nobody SET default_transaction_read_only = on`,
    )
    const asNobody = new URL(url)
    asNobody.username = 'nobody'
    asNobody.password = 'x'
    const made = await folder.fusion(['init', folder.path('nobody'), '--from-database'], {
      DATABASE_URL: asNobody.href,
    })
    expect(made).toMatchObject({ code: 0 })
    await init('owner')
    const sources = (name: string) => folder.files(`${name}/sources`)
    expect(sources('nobody')).toEqual(sources('owner'))
  })

  once('schemas and tables can be chosen, a view by its name', async () => {
    const made = await init(
      'some',
      '--schema',
      'aux',
      '--schema',
      'SHOP',
      '--table',
      'shop.v',
      '--table',
      'shop.m',
    )
    expect(made).toMatchObject({ code: 0 })
    const files = folder.files('some')
    expect(Object.keys(files).filter((path) => path.startsWith('sources/'))).toEqual([
      'sources/aux_schema.ts',
      'sources/shop.ts',
      'sources/shop_2.ts',
      'sources/types.ts',
    ])
    expect(files['sources/shop_2.ts']).toContain(`export const v = source('shop.v'`)
    expect(files['sources/shop_2.ts']).toContain(`export const m = source('shop.m'`)
    // Nothing promises that a column of a view is never NULL.
    expect(files['sources/shop_2.ts']).toContain(`id: nullable(bigint('TODO: id.'))`)
    expect(files['sources/types.ts']).toContain('enumType')
    folder.install('some')
    folder.write('some/fusion.config.ts', configOfAll(files))
    const built = await folder.fusion(['build', '--project', folder.path('some'), '--quiet'])
    expect(built, built.stderr).toMatchObject({ code: 0 })
    expect(await folder.typecheck('some')).toBe('')
  })

  whole.each(
    major === 18
      ? [
          [['--schema', 'shpo'], 'no table in a schema "shpo"', 'Schemas with tables: shop, '],
          [['--schema', 'pg_catalog'], 'no table in a schema "pg_catalog"', 'Schemas with tables: '],
          [['--table', 'shop.item'], 'no table or view "shop.item"', 'Did you mean shop.items?'],
          [
            ['--table', 'types.parted_2021'],
            'no table or view "types.parted_2021"',
            'Did you mean types.parted?',
          ],
          [['--schema', 'dotted.schema'], 'can be declared as a source', 'Select other tables'],
        ]
      : [],
  )('%j finds nothing, and nothing is written', async (options, message, hint) => {
    const { code, stdout, stderr } = await init('none', ...options)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('FS565')
    expect(stderr).toContain(message)
    expect(stderr).toContain(hint)
    expect(folder.files('none')).toEqual({})
  })

  once('a database without tables has nothing to make sources of', async () => {
    const empty = await native.freshDatabase('empty')
    const made = await folder.fusion(['init', folder.path('none'), '--from-database', empty])
    expect(made).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('FS565') })
    expect(folder.files('none')).toEqual({})
  })

  once('a table whose columns no view can name unquoted is counted', async () => {
    const made = await init('counted', '--table', '日本.表')
    expect(made).toMatchObject({ code: 0 })
    folder.install('counted')
    expect(folder.files('counted/views')['v_relation.ts']).toContain(`countAll<string>().as('row_cnt')`)
    const built = await folder.fusion(['build', '--project', folder.path('counted'), '--quiet'])
    expect(built, built.stderr).toMatchObject({ code: 0, stderr: '' })
    expect(await folder.typecheck('counted')).toBe('')
  })

  once('--format json has the notes', async () => {
    const { code, stdout } = await init(
      'json',
      '--table',
      'class.empty',
      '--table',
      'aux.a',
      '--format',
      'json',
    )
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'created',
      project: 'json',
      notes: [
        { code: 'FS567', relation: 'class.empty', column: null },
        { code: 'FS569', message: '2 comments were made from names, because the database has none' },
      ],
    })
  })
})

test('a constraint that was never validated promises nothing (PostgreSQL 18)', async () => {
  const native = await startNative(18)
  const folder = initFolder()
  try {
    const url = await native.freshDatabase('constraints')
    const session = await native.connect(url)
    await session.exec(`CREATE TABLE t (a integer, b integer NOT NULL UNIQUE);
      INSERT INTO t VALUES (NULL, 1);
      ALTER TABLE t ADD CONSTRAINT a_known NOT NULL a NOT VALID;
      CREATE UNIQUE INDEX a_first ON t (a);`)
    await session.close()
    await folder.fusion(['init', folder.path('x'), '--from-database', url])
    const { 'public.ts': text } = folder.files('x/sources')
    expect(text).toContain(`key: ['b']`)
    expect(text).toContain(`a: nullable(integer('TODO: a.'))`)
  } finally {
    folder.remove()
    await native.stop()
  }
})
