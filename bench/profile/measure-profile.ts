import { mkdirSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { distState } from '../lib/dist-state.js'
import { EMBEDDED } from '../lib/measure-builds.js'
import type { BenchOptions, Say } from '../lib/options.js'
import { type SampleProject, sampleProjects } from '../lib/sample-projects.js'
import { createScratchProject, ROOT } from '../lib/scratch-project.js'
import { type Cell, seconds, type SectionResult, type Table } from '../lib/table.js'
import { type Profile, readProfiles, type Thread } from './read-profiles.js'
import { OF_ALL_BUILDS, STAGES, WAITING } from './stages.js'

const THREADS: readonly Thread[] = ['main', 'engine', 'solver']

/** Where the time of a `fusion build` goes: one cold build and one with a changed view, under V8's profiler. */
export async function measureProfile({ views }: BenchOptions, say: Say): Promise<SectionResult> {
  const tables: Table[] = []
  const errors: string[] = []
  for (const one of sampleProjects(views)) {
    const { cold, changed } = await profileBoth(one, say)
    const missing = OF_ALL_BUILDS.filter((stage) => !cold.profile.get('main')?.has(stage))
    errors.push(...missing.map((stage) => `${one.name}: nothing was measured of "${stage}"`))
    tables.push(tableOf(`cold fusion build of ${one.name}`, cold))
    tables.push(tableOf(`fusion build of ${one.name} after a change of one view`, changed))
  }
  return {
    facts: { node: process.version, compiler: distState(ROOT), cores: availableParallelism() },
    tables,
    errors,
  }
}

interface Run {
  readonly seconds: number
  readonly profile: Profile
}

async function profileBoth(
  { name, write, change }: SampleProject,
  say: Say,
): Promise<{ readonly cold: Run; readonly changed: Run }> {
  const project = createScratchProject('profile')
  const folder = join(project.dir, 'profiles')
  const profiled = async (): Promise<Run> => {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder)
    const run = await project.build(EMBEDDED, ['--cpu-prof', `--cpu-prof-dir=${folder}`])
    return { seconds: run.seconds, profile: readProfiles(folder) }
  }
  try {
    write(project)
    say(`${name}: creating the snapshot`)
    await project.build(EMBEDDED)
    project.forgetProject()
    say(`${name}: cold`)
    const cold = await profiled()
    change(project, 0)
    say(`${name}: one view changed`)
    return { cold, changed: await profiled() }
  } finally {
    project.remove()
  }
}

function tableOf(title: string, { seconds: taken, profile }: Run): Table {
  const cell = (value: number | undefined): Cell => (value === undefined ? null : seconds(value))
  const busy = (thread: Thread): number =>
    [...(profile.get(thread) ?? [])].reduce((sum, [stage, own]) => (stage === WAITING ? sum : sum + own), 0)
  const all = THREADS.reduce((sum, thread) => sum + busy(thread), 0)
  const stages = STAGES.filter((stage) => THREADS.some((thread) => profile.get(thread)?.has(stage)))
  return {
    title,
    columns: ['stage', ...THREADS],
    rows: [
      ...stages.map((stage): Cell[] => [
        stage,
        ...THREADS.map((thread) => cell(profile.get(thread)?.get(stage))),
      ]),
      ['busy', ...THREADS.map((thread) => cell(profile.has(thread) ? busy(thread) : undefined))],
    ],
    notes: [
      `The build took ${taken.toFixed(1)} s. Its threads were busy for ${all.toFixed(1)} s together, without the bundler and the threads of V8.`,
      'The time of the profiler itself is in it.',
    ],
  }
}
