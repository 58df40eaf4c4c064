import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isEverything } from '../support/everything.js'
import { runCli } from '../support/run-cli.js'

const FILES: Readonly<Record<string, string>> = {
  'fusion.config.ts': `import { defineProject } from 'fusion-store'
import { shop } from './views/shop.js'
export default defineProject({ name: 'x', sql: { '01.sql': [shop] } })
`,
  'views/layers.ts': `import { integer, source } from 'fusion-store'
import { KEY } from 'units'
import { PRICE } from 'units/columns/price'
import { said } from '../words.js'

export const offers = source('s.offers', said, {
  key: [KEY],
  columns: { id: integer('Key.'), [PRICE]: integer('Price.') },
})
`,
  'views/shop.ts': `import { column, view } from 'fusion-store'
import { offers } from './layers.js'

interface Removed {
  readonly a: 1
}
export const shop = view('s.v', 'A view.', { o: offers }, (db) => db.selectFrom('o').selectAll('o')).columns((eb) => ({
  twice: column('Twice.', eb('price', '*', 2)),
}))
`,
  'words.ts': `export const said = 'Offers.'\n`,
  'node_modules/units/package.json': `{ "name": "units", "version": "1.0.0", "type": "module",
    "exports": { ".": "./index.js", "./columns/*": "./lib/*.js" } }`,
  'node_modules/units/lib/price.js': `export const PRICE = 'price'\n`,
  'node_modules/units/index.js': `export const KEY = 'id'\n`,
}

/** Faults that are found by esbuild, by evaluation and by compile: module, text, other text. */
const BROKEN: readonly (readonly [string, string, string])[] = [
  ['views/shop.ts', `eb('price'`, `eb('prize'`],
  ['views/shop.ts', `'A view.'`, `''`],
  ['views/shop.ts', `'./layers.js'`, `'./gone.js'`],
  ['views/shop.ts', `interface Removed`, `const = 1; interface Removed`],
  ['views/layers.ts', `'units'`, `'no-such-package'`],
  ['views/layers.ts', `'units'`, `'units/none'`],
  ['views/layers.ts', `{ KEY }`, `{ KEYS as KEY }`],
  ['views/layers.ts', `[KEY]`, `[KEY.gone.gone]`],
  ['words.ts', `said = 'Offers.'`, `said = ((): string => { throw new Error('thrown') })()`],
  ['fusion.config.ts', `'01.sql'`, `'01'`],
]

/** Moves a part of the project to a folder beside it, and leaves a link. */
const moved =
  (path: string, elsewhere: string) =>
  (project: string, scratch: string): string => {
    mkdirSync(dirname(join(scratch, elsewhere)), { recursive: true })
    mkdirSync(dirname(join(project, path)), { recursive: true })
    if (existsSync(join(project, path))) renameSync(join(project, path), join(scratch, elsewhere))
    else mkdirSync(join(scratch, elsewhere))
    symlinkSync(join(scratch, elsewhere), join(project, path))
    return project
  }

/** How the project is laid out; gives the folder that is named to the command line. */
const LAYOUTS: Readonly<Record<string, (project: string, scratch: string) => string>> = {
  'a linked project folder': (project, scratch) => {
    symlinkSync(project, join(scratch, 'link'))
    return join(scratch, 'link')
  },
  'a project below a linked folder': (_, scratch) => {
    symlinkSync(scratch, join(scratch, 'above'))
    return join(scratch, 'above/project')
  },
  'a linked node_modules': moved('node_modules', 'elsewhere/modules'),
  'a linked package': moved('node_modules/units', 'elsewhere/units-1.0.0'),
  'a linked cache': moved('node_modules/.cache', 'elsewhere/cache'),
  'a linked views folder': moved('views', 'elsewhere/deep/layers'),
  'a linked module': moved('views/layers.ts', 'elsewhere/other-name.ts'),
  'a linked config': moved('fusion.config.ts', 'elsewhere/config.ts'),
  'a linked output folder': moved('generated', 'elsewhere/output'),
  'a name of unusual characters': (project, scratch) => {
    renameSync(project, join(scratch, 'a (copy) of this, [é]'))
    return join(scratch, 'a (copy) of this, [é]')
  },
}

interface Outcome {
  readonly files: ReadonlyMap<string, string>
  readonly faults: readonly unknown[]
}

const scratches: string[] = []
afterAll(() => {
  for (const scratch of scratches) rmSync(scratch, { recursive: true, force: true })
})

async function outcome(
  layout: (project: string, scratch: string) => string,
  cache?: string,
): Promise<Outcome> {
  const scratch = mkdtempSync(join(tmpdir(), 'fusion-links-'))
  scratches.push(scratch)
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  for (const [path, text] of Object.entries(FILES)) write(join(scratch, 'project', path), text)
  const dir = layout(join(scratch, 'project'), scratch)
  const env = { ...process.env, DATABASE_URL: '', PGHOST: '', PGDATABASE: '', CI: '', NO_COLOR: '1' }
  if (cache !== undefined) {
    mkdirSync(join(scratch, cache))
    symlinkSync(join(scratch, cache), join(scratch, 'cache-link'))
    Object.assign(env, { FUSION_CACHE_DIR: join(scratch, 'cache-link') })
  }
  const fusion = (...argv: string[]) => runCli([...argv, '--project', dir], env)

  expect(await fusion('build', '--quiet')).toMatchObject({ code: 0, stderr: '' })
  expect(await fusion('build')).toMatchObject({ stdout: '', stderr: expect.stringContaining('are current') })
  const out = join(dir, 'generated')
  const files = new Map(
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .toSorted()
      .map((file) => [file.slice(out.length), readFileSync(file, 'utf8')]),
  )
  const faults: unknown[] = []
  for (const [path, from, to] of BROKEN) {
    const module = readFileSync(join(dir, path), 'utf8')
    expect(module).toContain(from)
    writeFileSync(join(dir, path), module.replace(from, to))
    const { stdout } = await fusion('build', '--format', 'json')
    faults.push(JSON.parse(stdout))
    writeFileSync(join(dir, path), module)
  }
  return { files, faults }
}

let plain: Outcome
beforeAll(async () => {
  plain = await outcome((project) => project)
})

describe('a project with links builds the same bytes and reports the same places', () => {
  test('without any, as expected', () => {
    expect(plain.files.get('/catalog.json')).toContain('"module": "views/layers.ts"')
    const first = plain.faults.map((fault) => (fault as { diagnostics: readonly object[] }).diagnostics[0])
    expect(first).toMatchObject([
      { file: 'views/shop.ts', line: 8 },
      { file: 'views/shop.ts', line: 7 },
      { file: 'views/shop.ts', line: 2 },
      { file: 'views/shop.ts', line: 4 },
      { file: 'views/layers.ts', line: 2 },
      { file: 'views/layers.ts', line: 2 },
      { file: 'views/layers.ts', line: 2 },
      { file: 'views/layers.ts', line: 7 },
      { file: 'words.ts', line: 1 },
      { file: 'fusion.config.ts', line: 3 },
    ])
  })

  test.each(Object.entries(LAYOUTS).filter((_, at) => isEverything || at % 2 === 0))(
    '%s',
    async (_, layout) => {
      expect(await outcome(layout)).toEqual(plain)
    },
  )

  test('a linked FUSION_CACHE_DIR', async () => {
    expect(await outcome((project) => project, 'cache')).toEqual(plain)
  })
})
