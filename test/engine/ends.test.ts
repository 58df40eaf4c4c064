import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { planViews } from '../../bench/synthetic/view-plan.js'
import { writeProject } from '../../bench/synthetic/write-project.js'
import { isRunning } from '../../src/postgres/native/child-processes.js'
import { nativeAnalyzer } from '../../src/postgres/native/native-analyzer.js'
import { faultsOf } from '../places/marked-project.js'
import { projectFolder } from '../support/project-folder.js'
import { spawnCli } from '../support/spawn-cli.js'

const root = join(import.meta.dirname, '../..')
const folder = projectFolder()
afterAll(folder.remove)

beforeAll(async () => {
  writeProject(folder.dir, planViews(60), 'imported')
  symlinkSync(root, join(folder.dir, 'node_modules/fusion-store'), 'dir')
  // What is prepared once is not part of what is measured here.
  await (await nativeAnalyzer().start()).stop()
})

/** A temporary folder that every user can enter, in which a server is found. */
function temporary(): string {
  const dir = mkdtempSync(join(tmpdir(), 'fusion-ends-'))
  chmodSync(dir, 0o777)
  return dir
}

const serversIn = (dir: string): readonly string[] =>
  readdirSync(dir).filter((name) => name.startsWith('fusion-store-server-'))

/** Process ID of the server in a temporary folder; undefined until it takes connections. */
function pidIn(dir: string): number | undefined {
  try {
    const lines = readFileSync(join(dir, serversIn(dir)[0] ?? '', 'data/postmaster.pid'), 'utf8').split('\n')
    return lines[7]?.trim() === 'ready' ? Number(lines[0]) : undefined
  } catch {
    return undefined
  }
}

test.each([
  ['SIGINT', 130],
  ['SIGKILL', null],
] as const)('%s leaves neither a server nor its folder', async (signal, code) => {
  const dir = temporary()
  const env = { ...folder.env, TMPDIR: dir }
  const child = spawnCli(['build', '--project', folder.dir, '--engine', 'native'], env)
  await expect.poll(() => pidIn(dir), { timeout: 60_000, interval: 5 }).toBeDefined()
  const pid = pidIn(dir) ?? 0
  const exited = once(child, 'exit')
  child.kill(signal)
  expect((await exited)[0]).toBe(code)
  await expect.poll(() => [...serversIn(dir), isRunning(pid)], { timeout: 15_000 }).toEqual([false])
  rmSync(dir, { recursive: true, force: true })
})

test('an error leaves neither', async () => {
  const dir = temporary()
  vi.stubEnv('TMPDIR', dir)
  try {
    const faults = await faultsOf(
      {
        'fusion.config.ts': `import { defineProject } from 'fusion-store'
import { one } from './views.js'
export default defineProject({ name: 'broken', sql: { '01.sql': [one] } })
`,
        'views.ts': `import { integer, source, view } from 'fusion-store'
import { sql } from 'kysely'
const offers = source('s.offers', 'Offers.', { key: ['id'], columns: { id: integer('Id.') } })
export const one = view('s.one', 'One.', { o: offers }, (db) =>
  db.selectFrom('o').select(['o.id', sql<number>\`no_such_function(o.id)\`.as('x')])).describe({ id: 'Id.', x: 'X.' })
`,
      },
      'native',
    )
    expect(faults.map(({ code }) => code)).toEqual(['FS202'])
    expect(serversIn(dir)).toEqual([])
  } finally {
    vi.unstubAllEnvs()
    rmSync(dir, { recursive: true, force: true })
  }
})
