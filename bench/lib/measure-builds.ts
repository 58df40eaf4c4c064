import { interleave } from './interleave.js'
import { median } from './median.js'
import type { Say } from './options.js'
import type { ProcessRun } from './run-process.js'
import type { ScratchProject } from './scratch-project.js'
import { type Cell, megabytes, seconds } from './table.js'

/** A state of the project that a build starts from. */
export interface BuildCase {
  readonly name: string
  /** Target in seconds. */
  readonly target: number | null
  /** Not measured. */
  prepare(project: ScratchProject, round: number): void
}

/** The engine that every user has. */
export const EMBEDDED = ['--engine', 'embedded'] as const

export const BUILD_COLUMNS = ['case', 'time', 'target', 'cpu', 'peak memory'] as const

export const BUILD_NOTES = [
  'Time is that of the whole process. CPU and memory are those of the Node process, without the bundler that it starts.',
]

/**
 * A row of `BUILD_COLUMNS` for each case. Cases run in sequence: each starts from the state that the previous one left.
 * The engine is the embedded one, also where a native one is installed.
 */
export async function measureBuilds(
  project: ScratchProject,
  cases: readonly BuildCase[],
  runs: number,
  say: Say,
): Promise<Cell[][]> {
  const all = new Map<string, ProcessRun[]>(cases.map(({ name }) => [name, []]))
  const contenders = cases.map(({ name, prepare }) => ({
    name,
    run: async (round: number) => {
      prepare(project, round)
      const run = await project.build(EMBEDDED)
      all.get(name)?.push(run)
      return run.seconds
    },
  }))
  await interleave(contenders, runs, say)
  return cases.map(({ name, target }) => {
    const done = all.get(name) ?? []
    return [
      name,
      seconds(median(done.map((run) => run.seconds))),
      target === null ? null : seconds(target),
      seconds(median(done.map((run) => run.cpuSeconds))),
      megabytes(median(done.map((run) => run.peakBytes))),
    ]
  })
}
