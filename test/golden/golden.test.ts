import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { compileProject } from '../../src/compile/index.js'
import type { ProjectDeclaration } from '../../src/declare/project.js'
import { loadProject } from '../../src/io/load-project.js'
import type { Diagnostic } from '../../src/model/diagnostic.js'

const here = import.meta.dirname
const cases = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

const cache = mkdtempSync(join(tmpdir(), 'fusion-golden-'))
afterAll(() => rmSync(cache, { recursive: true, force: true }))

const line = ({ code, place, message, hint }: Diagnostic): string =>
  `${place.file}:${place.line} ${code} [${[place.relation, place.column].filter(Boolean).join('.')}] ${message}\n    ${hint}\n`

const compile = async (name: string) => {
  const loaded = await loadProject(join(here, name), cache)
  return compileProject(loaded.config as ProjectDeclaration, (site) => loaded.locate(site.trace))
}

describe('projects with faults', () => {
  it.each(cases.filter((name) => name.startsWith('bad-')))(
    '%s reports all of them, each with its line',
    async (name) => {
      const { project, diagnostics } = await compile(name)
      expect(project).toBeUndefined()
      const text = diagnostics.map(line).toSorted().join('')
      await expect(text).toMatchFileSnapshot(`${name}/expected/diagnostics.txt`)
    },
  )
})

describe('projects without', () => {
  it.each(cases.filter((name) => !name.startsWith('bad-')))(
    '%s compiles to the accepted SQL, twice the same',
    async (name) => {
      const first = await compile(name)
      expect(first.diagnostics).toEqual([])
      const views = first.project?.views ?? []
      expect((await compile(name)).project?.views.map(({ select }) => select)).toEqual(
        views.map(({ select }) => select),
      )
      for (const view of views) {
        await expect(`${view.select}\n`).toMatchFileSnapshot(
          `${name}/expected/${view.schema}.${view.name}.sql`,
        )
      }
    },
  )
})
