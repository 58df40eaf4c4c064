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
