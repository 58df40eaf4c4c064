import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { distState } from './lib/dist-state.js'
import { EMBEDDED } from './lib/measure-builds.js'
import { median } from './lib/median.js'
import type { BenchOptions, Say } from './lib/options.js'
import { type SampleProject, sampleProjects } from './lib/sample-projects.js'
import { createScratchProject, ROOT } from './lib/scratch-project.js'
import { type Cell, megabytes, seconds, type SectionResult } from './lib/table.js'

/** Saves for each run. */
const SAVES = 5

/** Targets in seconds, by the size of the project. */
const TARGETS = new Map<number | null, number>([
  [null, 0.3],
  [1000, 0.5],
])

/** `fusion build --watch`: from saving a module to the report that all files are written. */
export async function measureWatch({ views, runs }: BenchOptions, say: Say): Promise<SectionResult> {
  const compiler = distState(ROOT)
  const rows: Cell[][] = []
  for (const one of sampleProjects(views)) rows.push(await measureCase(one, runs * SAVES, say))
  return {
    facts: { node: process.version, compiler, saves: runs * SAVES, views: views.join(', ') },
    tables: [
      {
        title: 'fusion build --watch, one view changed',
        columns: [
          'project',
          'first build',
          'after a save',
          'target',
          'slowest',
          'memory after the first',
          'memory at the end',
        ],
        rows,
        notes: [
          'Each save waits until the process that builds is idle. Memory is that of this process, without the bundler.',
        ],
      },
    ],
    errors: [],
  }
}

async function measureCase(
  { name, size, write, change }: SampleProject,
  saves: number,
  say: Say,
): Promise<Cell[]> {
  const target = TARGETS.get(size)
  const project = createScratchProject('watch')
  write(project)
  const args = [
    join(ROOT, 'bin/fusion.js'),
    'build',
    '--watch',
    '--format',
    'json',
    '--quiet',
    ...EMBEDDED,
    '--project',
    project.dir,
  ]
  const env = { ...process.env, FUSION_CACHE_DIR: join(project.dir, 'cache') }
  const watch = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: watch.stdout })[Symbol.asyncIterator]()
  const built = async (since: number): Promise<number> => {
    const { value } = await lines.next()
    const { outcome } = JSON.parse(String(value)) as { readonly outcome: string }
    if (outcome !== 'built') throw new Error(`${name}: ${value}`)
    return (performance.now() - since) / 1000
  }
  try {
    const first = await built(performance.now())
    const taken: number[] = []
    const memory: number[] = []
    for (let round = 0; round < saves; round += 1) {
      const builder = await idle(watch.pid)
      memory.push(bytesOf(builder))
      const saved = performance.now()
      change(project, round)
      taken.push(await built(saved))
      say(`${name}: save ${round + 1} of ${saves} took ${taken.at(-1)?.toFixed(2)} s`)
    }
    memory.push(bytesOf(await idle(watch.pid)))
    return [
      name,
      seconds(first),
      seconds(median(taken)),
      target === undefined ? null : seconds(target),
      seconds(Math.max(...taken)),
      megabytes(memory[0] ?? Number.NaN),
      megabytes(memory.at(-1) ?? Number.NaN),
    ]
  } finally {
    watch.kill('SIGINT')
    await once(watch, 'exit')
    project.remove()
  }
}

/** What Linux says of a process; nothing if it has ended. */
const stat = (pid: string): readonly string[] => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}

/** Waits until the process that builds computes nothing, nor the bundler that it waits for, and returns its number. */
async function idle(parent: number | undefined): Promise<string> {
  for (;;) {
    const [pid] = childrenOf(String(parent))
    if (pid !== undefined) {
      const before = ticksOf(pid)
      await sleep(400)
      if (pid === childrenOf(String(parent))[0] && ticksOf(pid) - before <= 1) return pid
    }
    await sleep(100)
  }
}

const childrenOf = (parent: string): readonly string[] =>
  readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && stat(pid)[1] === parent)

/** Of a process and those that it has started. */
const ticksOf = (pid: string): number =>
  Number(stat(pid)[11] ?? 0) +
  Number(stat(pid)[12] ?? 0) +
  childrenOf(pid).reduce((sum, child) => sum + ticksOf(child), 0)

const bytesOf = (pid: string): number =>
  1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
