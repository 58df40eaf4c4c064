import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { freshTools } from '../../src/app/build/tools.js'
import { buildInMemory } from '../../src/app/build/pipeline.js'
import { Interrupts } from '../../src/app/interrupts.js'
import { silent } from '../../src/app/ports.js'
import { compileProject } from '../../src/compile/index.js'
import type { ProjectDeclaration } from '../../src/declare/project.js'
import { loadProject } from '../../src/load/load-project.js'
import { type Diagnostic, DiagnosticError } from '../../src/model/diagnostic.js'

const here = import.meta.dirname
const cases = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

/** Projects of many constructs: all of their files are compared, and built twice. The others have one construct each. */
const WHOLE = new Set(['shop', 'functions', 'types', 'values', 'object-names'])

/** Files of which a store gives little but names. */
const COMMON = /^(catalog\.schema\.json|sql\/(00_audit_framework\.sql|optional\/.*))$/

const cache = mkdtempSync(join(tmpdir(), 'fusion-golden-'))
afterAll(() => rmSync(cache, { recursive: true, force: true }))

const line = ({ code, place, message, hint }: Diagnostic): string =>
  `${place.file}:${place.line} ${code} [${[place.relation, place.column].filter(Boolean).join('.')}] ${message}\n    ${hint}\n`

const compile = async (name: string) => {
  const loaded = await loadProject(join(here, name), cache)
  return compileProject(loaded.config as ProjectDeclaration, (site, column) =>
    loaded.locate(site.trace, column),
  )
}

const build = async (name: string, caches: string) => {
  const cacheDir = join(cache, caches)
  mkdirSync(cacheDir, { recursive: true })
  const built = await buildInMemory({
    projectDir: join(here, name),
    cacheDir,
    env: process.env,
    compiler: 'test',
    tools: freshTools,
    progress: silent,
    interrupts: new Interrupts(() => Promise.reject(new Error('interrupted'))),
  })
  const skipped = WHOLE.has(name) ? /^catalog\.schema\.json$/ : COMMON
  return built.artifacts.filter(({ path }) => !skipped.test(path))
}

describe('projects with faults', () => {
  it.each(cases.filter((name) => name.startsWith('bad-')))(
    '%s reports all of them, each with its line',
    async (name) => {
      const { project, diagnostics } = await compile(name)
      expect(project).toBeUndefined()
      // As a file has it, which cannot hold half a surrogate pair.
      const text = Buffer.from(diagnostics.map(line).toSorted().join('')).toString()
      await expect(text).toMatchFileSnapshot(`${name}/expected/diagnostics.txt`)
    },
  )
})

describe('projects with faults that show when Postgres has resolved them', () => {
  it.each(cases.filter((name) => name.startsWith('refused-')))(
    '%s reports all of them, each with its line',
    async (name) => {
      const refused = await build(name, 'one').catch((error: unknown) => error)
      if (!(refused instanceof DiagnosticError)) throw refused
      await expect(refused.diagnostics.map(line).toSorted().join('')).toMatchFileSnapshot(
        `${name}/expected/diagnostics.txt`,
      )
    },
  )
})

describe('projects without', () => {
  const good = cases.filter((name) => !/^(bad|refused)-/.test(name))

  it.each(good)(
    '%s gives the accepted files, and those of many constructs the same bytes from an empty cache',
    async (name) => {
      const first = await build(name, 'one')
      for (const { path, text } of first) await expect(text).toMatchFileSnapshot(`${name}/expected/${path}`)
      if (WHOLE.has(name)) expect(await build(name, 'two')).toEqual(first)
    },
  )
})
