import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectDeclaration } from '../../src/app/build/project-declaration.js'
import { compileProject } from '../../src/compile/index.js'
import { loadProject } from '../../src/load/load-project.js'
import { projectFolder } from '../support/project-folder.js'

const root = join(import.meta.dirname, '../..')
const goldens = readdirSync(join(root, 'test/golden'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('bad-'))
  .map(({ name }) => `test/golden/${name}`)

test.each(['.', ...goldens])('every view of %s can be traced to its declarations', async (path) => {
  const cache = projectFolder()
  const loaded = await loadProject(join(root, path), cache.dir)
  const { project } = compileProject(projectDeclaration(loaded), (site) => loaded.locate(site.trace))
  expect(project?.views.length).toBeGreaterThan(0)
  for (const { select, pieceAt, schema, name } of project?.views ?? []) {
    const whole = pieceAt?.(0, 'query')
    expect(whole?.place.line, `${schema}.${name}`).toBeGreaterThan(0)
    // Each character belongs to some declaration, and its excerpt is on one line.
    for (let at = 0; at < select.length; at += 97) {
      const piece = pieceAt?.(at, 'expression')
      expect(piece?.place.file).toMatch(/\.ts$/)
      expect(piece?.excerpt).toMatch(/^.{1,100}$/)
    }
  }
  cache.remove()
})
