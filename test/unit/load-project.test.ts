import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { loadProject } from '../../src/load/load-project.js'
import { type Diagnostic, DiagnosticError } from '../../src/model/diagnostic.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'

let folder: ProjectFolder | undefined
afterEach(() => folder?.remove())

const load = (files: Readonly<Record<string, string>>) => {
  folder = projectFolder(files)
  return loadProject(folder.dir, folder.dir)
}

async function faults(files: Readonly<Record<string, string>>): Promise<readonly Diagnostic[]> {
  const error: unknown = await load(files).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof DiagnosticError)) throw error ?? new Error('the project was loaded')
  return error.diagnostics
}

const brief = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map(({ code, place, message }) => `${place.file}:${place.line} ${code} ${message}`).toSorted()

describe('a sound config', () => {
  test('is evaluated, with its inputs known', async () => {
    const project = await load({
      'fusion.config.ts': `import { one } from './views/one.js'\nexport default { one, two: 2 as number }\n`,
      'views/one.ts': `import type { Gone } from './not-there.js'\nexport const one: Gone | 1 = 1\n`,
    })
    expect(project.config).toEqual({ one: 1, two: 2 })
    expect(project.inputs.map((path) => path.slice(project.dir.length + 1))).toEqual(
      expect.arrayContaining(['fusion.config.ts', 'views/one.ts', 'tsconfig.json']),
    )
    expect(project.readsWorld).toBe(false)
  })

  test('may import what it does not use, and types without saying so', async () => {
    const project = await load({
      'fusion.config.ts': `import { sql } from 'kysely'\nimport { view } from 'fusion-store'\nimport { Foo } from './views/types.js'
import { one } from './views/one.js'\nconst foo: Foo = { n: 1 }\nexport default foo\n`,
      'views/types.ts': 'export interface Foo { n: number }\n',
      'views/one.ts': 'export const one = 1\n',
    })
    expect(project.config).toEqual({ n: 1 })
  })

  test.each(['x(y)', 'a [b]', "it's 100%", 'été-日', '#1'])(
    'may be in a folder with the name %s',
    async (name) => {
      folder = projectFolder({
        [`${name}/fusion.config.ts`]: `import { here } from './views/place.js'\nexport default here()\n`,
        [`${name}/views/place.ts`]: `interface Removed {\n  a: 1\n}\n\nexport const here = (): Error =>\n  new Error('here')\n`,
      })
      const project = await loadProject(join(folder.dir, name), folder.dir)
      expect(project.locate(project.config as Error, 'x')).toEqual({ file: 'views/place.ts', line: 6 })
    },
  )

  test('depends on everything that decides what its imports mean', async () => {
    const project = await load({
      'fusion.config.ts': `import { x } from '@lib/x.js'\nimport { y } from '#y'\nexport default [x, y]\n`,
      'package.json': '{ "type": "module", "imports": { "#y": "./lib/y.ts" } }',
      'tsconfig.json': '{ "extends": ["./base", "./other.json"] /* a comment */ }',
      'base.json': '{ "extends": "./bases/first.json" }',
      'bases/first.json': '{ "compilerOptions": { "paths": { "@lib/*": ["../lib/*"] } } }',
      'other.json': '{}',
      'lib/x.ts': 'export const x = 1\n',
      'lib/y.ts': 'export const y = 2\n',
    })
    expect(project.config).toEqual([1, 2])
    expect(project.inputs.map((path) => path.slice(project.dir.length + 1))).toEqual(
      expect.arrayContaining([
        'package.json',
        'tsconfig.json',
        'base.json',
        'bases/first.json',
        'other.json',
        'lib/tsconfig.json',
      ]),
    )
  })

  test('finds the declaration API and Kysely without having installed either', async () => {
    const project = await load({
      'fusion.config.ts': `import { sql } from 'kysely'\nimport { defineProject } from 'fusion-store'
export default [typeof sql, defineProject({ name: 'x', sql: {} }).kind]\n`,
    })
    expect(project.config).toEqual(['function', 'project'])
  })

  test('places are those of the TypeScript, past what esbuild takes out', async () => {
    const project = await load({
      'fusion.config.ts': `import { here } from './views/deep/place.js'\nexport default here()\n`,
      'views/deep/place.ts': `interface Removed {\n  a: 1\n}\n\nexport const here = (): Error =>\n  new Error('here')\n`,
    })
    expect(project.locate(project.config as Error)).toEqual({ file: 'views/deep/place.ts', line: 6 })
    expect(project.locate(new Error('elsewhere'))).toEqual({})
  })

  test('SQL files are texts, and import.meta is that of the module', async () => {
    const project = await load({
      'fusion.config.ts': `import text from './sql/a.sql'\nimport { at } from './views/at.js'
export default { text, at, own: import.meta.filename }\n`,
      'sql/a.sql': 'SELECT 1',
      'views/at.ts': 'export const at = new URL("x.csv", import.meta.url).pathname\n',
    })
    expect(project.config).toEqual({
      text: 'SELECT 1',
      at: `${project.dir}/views/x.csv`,
      own: `${project.dir}/fusion.config.ts`,
    })
  })

  test.each([
    ['reads a file', `import { readFileSync } from 'node:fs'\nexport default typeof readFileSync`, true],
    ['reads the environment', `export default process.env['HOME'] ?? ''`, true],
    ['asks the clock', `export default Date.now() > 0`, true],
    ['only computes', `import { join } from 'node:path'\nexport default join('a', 'b')`, false],
    ['reads a file later', `export default () => import('./later.js')`, false],
  ])('one that %s', async (_, config, expected) => {
    const later = `import { readFileSync } from 'node:fs'\nexport default readFileSync(process.env['X'] ?? '')`
    expect((await load({ 'fusion.config.ts': config, 'later.ts': later })).readsWorld).toBe(expected)
  })
})

describe('a faulty config', () => {
  test('that is not there', async () => {
    expect(await faults({})).toMatchObject([{ code: 'FS101', place: { file: 'fusion.config.ts' } }])
  })

  test('is told all that does not parse or resolve at once', async () => {
    const diagnostics = await faults({
      'fusion.config.ts': `import './a.js'\nimport './b.js'\nimport './gone.js'\nimport { no } from './c.js'\nexport default no\n`,
      'a.ts': 'export const a = 1\n\nconst = 2\n',
      'b.ts': 'export const b = (\n',
      'c.ts': 'export const yes = 1\n',
    })
    expect(brief(diagnostics)).toEqual([
      'a.ts:3 FS102 expected identifier but found "="',
      'b.ts:2 FS102 unexpected end of file',
      'fusion.config.ts:3 FS103 module ./gone.js does not exist',
    ])
  })

  test('that imports what a module or a package does not have', async () => {
    const local = await faults({
      'fusion.config.ts': `import { no } from './c.js'\nexport default no\n`,
      'c.ts': 'export const yes = 1\n',
    })
    expect(brief(local)).toEqual(['fusion.config.ts:1 FS105 c.ts does not export no'])
    const packaged = await faults({
      'fusion.config.ts': `const a = 1\nimport { nothingSuch } from 'kysely'\nexport default [a, nothingSuch]\n`,
    })
    expect(packaged).toMatchObject([{ code: 'FS105', message: expect.stringContaining('nothingSuch') }])
  })

  test('whose packages are not installed', async () => {
    const diagnostics = await faults({
      'fusion.config.ts': `import './a.js'\n\nimport x from 'not-installed-one'\nexport default x\n`,
      'a.ts': `\nimport '@not/installed/deep'\n`,
    })
    expect(brief(diagnostics)).toEqual([
      'a.ts:2 FS104 the package @not/installed/deep is not installed',
      'fusion.config.ts:3 FS104 the package not-installed-one is not installed',
    ])
  })

  test('that throws, with the line that does', async () => {
    const diagnostics = await faults({
      'fusion.config.ts': `import { a } from './views/a.js'\nexport default a\n`,
      'views/a.ts': `type T = string\n\nconst none: { x: T } | undefined = undefined as never\nexport const a = none!.x\n`,
    })
    expect(brief(diagnostics)[0]).toMatch(/^views\/a.ts:4 FS106 the module throws TypeError: Cannot read/)
  })

  test('whose modules import one another', async () => {
    const diagnostics = await faults({
      'fusion.config.ts': `import { a } from './a.js'\nexport default a\n`,
      'a.ts': `import { b } from './b.js'\nexport const a = { name: 'a', b }\n`,
      'b.ts': `import { a } from './a.js'\nexport const b = a.name\n`,
    })
    expect(diagnostics).toMatchObject([
      {
        code: 'FS107',
        place: { file: 'b.ts', line: 2 },
        message: expect.stringContaining('b.ts -> a.ts -> b.ts'),
      },
    ])
  })

  test('without a default export', async () => {
    expect(await faults({ 'fusion.config.ts': 'export const a = 1\n' })).toMatchObject([{ code: 'FS108' }])
  })
})
