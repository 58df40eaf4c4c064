import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { check } from 'prettier'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { expectFiles, type InitFolder, initFolder } from './init-folder.js'

const own = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as {
  readonly version: string
}
const STYLE = { semi: false, singleQuote: true, printWidth: 110, trailingComma: 'all' } as const

let folder: InitFolder
beforeEach(() => {
  folder = initFolder()
})
afterEach(() => folder.remove())

const FILES = [
  '.github/workflows/fusion.yml',
  '.gitignore',
  'README.md',
  'fusion.config.ts',
  'layers/kept_orders.ts',
  'package.json',
  'sources/orders.ts',
  'tsconfig.json',
  'views/order_features.ts',
]

describe('a new project', () => {
  test('builds, means what it says, passes the compiler and its own check', async () => {
    const made = await folder.fusion(['init', folder.path('prices')])
    expect(made).toMatchObject({ code: 0, stderr: '' })
    const files = folder.files('prices')
    expect(Object.keys(files)).toEqual(FILES)
    await expectFiles(files, 'starter')
    for (const [filepath, text] of Object.entries(files))
      if (!filepath.startsWith('.gitignore'))
        expect(await check(text, { ...STYLE, filepath }), filepath).toBe(true)

    folder.install('prices')
    const project = ['--project', folder.path('prices'), '--quiet']
    expect(await folder.fusion(['build', ...project])).toMatchObject({ code: 0, stderr: '' })
    expect(await folder.typecheck('prices')).toBe('')
    const accepted = await folder.fusion(['baseline', 'accept', '--reason', 'first version', ...project])
    expect(accepted).toMatchObject({ code: 0 })
    const checked = await folder.fusion(['check', '--meaning', ...project])
    expect(checked.code, checked.stdout).toBe(0)
    expect(checked.stdout).toMatch(/ml\.v_order_features: \d{2,} rows compared/)
    // It is its own rows.ts that the compiler has seen.
    folder.write(
      'prices/views/wrong.ts',
      `import type { VOrderFeaturesRow } from '../generated/rows.js'
export const wrong = (row: VOrderFeaturesRow): number => row.total_cents
`,
    )
    expect(await folder.typecheck('prices')).toContain('TS2322')
  })

  test('has the scripts and this version of the compiler', async () => {
    await folder.fusion(['init', folder.path('prices')])
    expect(JSON.parse(folder.files('prices')['package.json'] ?? '')).toEqual({
      name: 'prices',
      version: '0.0.0',
      private: true,
      type: 'module',
      scripts: { 'build:sql': 'fusion build', 'check:sql': 'fusion check', typecheck: 'tsc --noEmit' },
      dependencies: {
        'fusion-store': `^${own.version}`,
        kysely: expect.stringMatching(/^\^0\.\d+\.\d+$/),
      },
      devDependencies: {
        '@types/node': expect.stringMatching(/^\^\d+\.\d+\.\d+$/),
        typescript: expect.stringMatching(/^\^\d+\.\d+\.\d+$/),
      },
    })
  })

  test('is listed, with the commands that come next', async () => {
    const { stdout } = await folder.fusion(['init', folder.path(`it's new`)])
    for (const file of FILES) expect(stdout).toContain(`written    ${file}\n`)
    expect(stdout).toMatch(/\nNext:\n {2}cd '.*it'\\''s new'\n {2}npm install\n {2}npm run build:sql\n/)
    expect(JSON.parse(folder.files(`it's new`)['package.json'] ?? '')).toMatchObject({ name: 'it-s-new' })
  })

  test('is one document with --format json', async () => {
    const { stdout, stderr } = await folder.fusion([
      'init',
      folder.path('x'),
      '--format',
      'json',
      '--name',
      '@a/b',
    ])
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({
      format: 1,
      outcome: 'created',
      project: '@a/b',
      files: expect.arrayContaining([{ path: 'package.json', status: 'written' }]),
      next: expect.arrayContaining(['npm run build:sql']),
      notes: [],
    })
    folder.install('x')
    const built = await folder.fusion(['build', '--project', folder.path('x'), '--quiet'])
    expect(built).toMatchObject({ code: 0, stderr: '' })
  })

  test('below a repository tells where its workflow has to be', async () => {
    mkdirSync(folder.path('.git'))
    const { stderr } = await folder.fusion(['init', folder.path('stores/prices')])
    expect(stderr).toContain('.github/workflows/fusion.yml FS569')
    const workflow = folder.files('stores/prices')['.github/workflows/fusion.yml'] ?? ''
    expect(workflow).toContain("working-directory: 'stores/prices'\n")
    expect(workflow).toContain("cache-dependency-path: 'stores/prices/package-lock.json'\n")
    expect(await check(workflow, { ...STYLE, filepath: 'x.yml' })).toBe(true)
  })
})

describe('files that exist', () => {
  test('are all named, and nothing is written', async () => {
    folder.write('x/README.md', 'Mine.\n')
    folder.write('x/views', 'A file where a folder is needed.\n')
    symlinkSync('nowhere', folder.path('x/tsconfig.json'))
    const before = folder.files()
    const { code, stdout, stderr } = await folder.fusion(['init', folder.path('x')])
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('FS561')
    expect(stderr).toContain(': README.md, tsconfig.json, views; nothing was written\n')
    expect(folder.files()).toEqual(before)
  })

  test('are kept with --keep, and the others are written', async () => {
    folder.write('README.md', 'Mine.\n')
    folder.write('.gitignore', 'secrets\n')
    const { code, stdout } = await folder.fusion(['init', folder.dir, '--keep'])
    expect(code).toBe(0)
    expect(stdout).toContain('kept       README.md\n')
    expect(stdout).toContain('written    fusion.config.ts\n')
    expect(folder.files()).toMatchObject({ 'README.md': 'Mine.\n', '.gitignore': 'secrets\n' })
    expect(Object.keys(folder.files())).toEqual(FILES)
  })

  test.each([[[]], [['--keep']]])('are not overwritten by a second run, %j', async (options) => {
    await folder.fusion(['init', folder.dir])
    const before = folder.files()
    const { code, stderr } = await folder.fusion(['init', folder.dir, ...options])
    expect(code).toBe(2)
    expect(stderr).toContain('FS561')
    expect(stderr).toContain('already contains a project')
    for (const file of FILES.filter((name) => name !== 'package.json')) expect(stderr).toContain(file)
    expect(folder.files()).toEqual(before)
  })

  test('package.json is extended, and the rest of it keeps its bytes', async () => {
    folder.write(
      'package.json',
      '{\n    "name": "mine",\n    "files": ["a", "b"],\n    "scripts": {"typecheck": "mine"}\n}',
    )
    const { code, stdout, stderr } = await folder.fusion(['init', folder.dir])
    expect(code).toBe(0)
    expect(stdout).toContain('extended   package.json\n')
    expect(stderr).toContain('package.json FS568 the script "typecheck" exists and was kept\n')
    const text = folder.files()['package.json'] ?? ''
    expect(text.startsWith('{\n    "name": "mine",\n    "files": ["a", "b"],\n    "scripts": {')).toBe(true)
    expect(JSON.parse(text)).toMatchObject({
      scripts: { typecheck: 'mine', 'build:sql': 'fusion build', 'check:sql': 'fusion check' },
      dependencies: { 'fusion-store': `^${own.version}` },
    })
    expect(folder.files()['fusion.config.ts']).toContain(`name: 'mine'`)
  })
})

describe('what cannot be done says so and leaves nothing', () => {
  test.each([
    ['a file as folder', ['file'], 'FS562'],
    ['a file above the folder', ['file/x'], 'FS562'],
    ['a name that no file system takes', ['x'.repeat(300)], 'FS562'],
    ['a character that no path has', ['a\0b'], 'FS562'],
    ['an empty name', ['x', '--name', ' '], 'FS563'],
    ['a name that npm refuses', ['x', '--name', 'My Store'], 'FS563'],
    ['the name of a package that it needs', ['x', '--name', 'kysely'], 'FS563'],
    ['tables of no database', ['x', '--schema', 'shop'], 'FS565'],
    ['a database that nothing names', ['x', '--from-database'], 'FS502'],
    ['a URL of something else', ['x', '--from-database', 'mysql://x'], 'FS503'],
    ['a database that does not answer', ['x', '--from-database', 'postgresql://127.0.0.1:1/x'], 'FS505'],
  ])('%s', async (_, [name = '', ...options], code) => {
    folder.write('file', 'A file.\n')
    const result = await folder.fusion(['init', folder.path(name), ...options])
    expect(result).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(code) })
    expect(folder.files()).toEqual({ file: 'A file.\n' })
  })

  test('an empty folder name', async () => {
    expect(await folder.fusion(['init', ''])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('FS562'),
    })
  })

  test.each(['{', '[]', '{"scripts": 1}', '{"scripts": {}, "scripts": {}}'])(
    'package.json %j',
    async (text) => {
      folder.write('package.json', text)
      const { code, stderr } = await folder.fusion(['init', folder.dir])
      expect(code).toBe(2)
      expect(stderr).toContain('package.json FS564')
      expect(folder.files()).toEqual({ 'package.json': text })
    },
  )
})
