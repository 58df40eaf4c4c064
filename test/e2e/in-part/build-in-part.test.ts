import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ProjectFolder, projectFolder } from '../../support/project-folder.js'
import { edited, rendered, store } from './edited-store.js'

const program = join(import.meta.dirname, '../../../bin/fusion.js')

/** As many modules as a project must have to be saved. */
const large = Array.from({ length: 5 }, () => store.views).flatMap((views, part) =>
  views.map((view) => ({
    ...view,
    id: view.id + 24 * part,
    name: `v_${view.id + 24 * part}`,
    reads: view.reads === undefined ? undefined : view.reads + 24 * part,
  })),
)
const state = { ...store, views: large }

interface Built {
  readonly status: number | null
  readonly diagnostics: string
  readonly files: Readonly<Record<string, string>>
}

let project: ProjectFolder
beforeAll(() => {
  project = projectFolder(Object.fromEntries(rendered(state)))
})
afterAll(() => project?.remove())

function filesIn(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(
    files.toSorted().map((file) => [file.slice(folder.length), readFileSync(file, 'utf8')]),
  )
}

function built(dir: string): Built {
  const args = [program, 'build', '--format', 'json', '-q', '-p', dir]
  const { status, stdout } = spawnSync(process.execPath, args, { env: project.env, encoding: 'utf8' })
  const { outcome, diagnostics, notes } = JSON.parse(stdout) as Record<string, unknown>
  return {
    status,
    diagnostics: JSON.stringify([outcome === 'failed', diagnostics, notes]),
    files: filesIn(join(dir, 'generated')),
  }
}

/** The same modules, built with an empty cache over the same files. */
function builtFresh(): Built {
  const scratch = mkdtempSync(join(tmpdir(), 'fusion-fresh-'))
  const copy = join(scratch, 'project')
  try {
    cpSync(project.dir, copy, {
      recursive: true,
      filter: (file) => !file.slice(project.dir.length).startsWith('/node_modules/'),
    })
    return built(copy)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function savedFile(): string {
  const [file] = readdirSync(join(project.dir, 'node_modules/.cache'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('project.cache'))
    .map((path) => join(project.dir, 'node_modules/.cache', path))
  if (file === undefined) throw new Error('nothing was saved')
  return file
}

const replace = (path: string, from: string, to: string): void => {
  const text = readFileSync(join(project.dir, path), 'utf8')
  if (!text.includes(from)) throw new Error(`${path} does not say ${from}`)
  project.write(path, text.replace(from, to))
}

test(
  'a build after an edit is that of an empty cache, also where Postgres refuses a view',
  { timeout: 300_000 },
  () => {
    expect(built(project.dir).status).toBe(0)
    const view = rendered(edited(state, { kind: 'a constant', at: 50, value: 77 }))
    const [path = '', text = ''] =
      [...view].find(([name, content]) => rendered(state).get(name) !== content) ?? []
    project.write(path, text)
    expect(built(project.dir)).toEqual(builtFresh())

    // View 27 has raw text.
    replace('views/deep/view27.ts', 'abs(', 'no_such_function(')
    const refused = built(project.dir)
    expect(refused.status).toBe(1)
    expect(refused.diagnostics).toContain('no_such_function')
    expect(refused).toEqual(builtFresh())

    replace('views/deep/view27.ts', 'no_such_function(', 'sqrt(')
    const mended = built(project.dir)
    expect(mended.status).toBe(0)
    expect(mended).toEqual(builtFresh())
  },
)

test.each([
  ['truncated', (file: string) => truncateSync(file, 1000)],
  ['damaged', (file: string) => writeFileSync(file, readFileSync(file, 'utf8').replace('ml.v_3', 'ml.v_4'))],
])('what was saved is %s', { timeout: 300_000 }, (_, damage) => {
  built(project.dir)
  damage(savedFile())
  replace('views/view40.ts', "'A number.'", "'The number.'")
  expect(built(project.dir)).toEqual(builtFresh())
  replace('views/view40.ts', "'The number.'", "'A number.'")
})
