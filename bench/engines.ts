import { forEachSize } from './lib/for-each-size.js'
import { interleave } from './lib/interleave.js'
import { median } from './lib/median.js'
import type { BenchOptions, Say } from './lib/options.js'
import type { ProcessRun } from './lib/run-process.js'
import { createScratchProject } from './lib/scratch-project.js'
import { type Cell, megabytes, seconds, type SectionResult, type Table } from './lib/table.js'
import { planViews } from './synthetic/view-plan.js'
import { writeProject } from './synthetic/write-project.js'

const ENGINES = ['embedded', 'native'] as const

/** The step of a build, as its progress names it, in which Postgres resolves some views while others are analyzed. */
const STEP = /^analyzing \d+ of .*: ([\d.]+) s$/m

/** A cold `fusion build` of N views with the embedded engine, and with the native one. */
export const measureEngines = (options: BenchOptions, say: Say): Promise<SectionResult> =>
  forEachSize(options, say, measureSize)

async function measureSize(size: number, runs: number, say: Say): Promise<Table> {
  const project = createScratchProject(`engines-${size}`)
  try {
    writeProject(project.dir, planViews(size), 'imported')
    say('creating the snapshot, installing the native engine')
    for (const engine of ENGINES) await project.build(['--engine', engine])
    const all = new Map<string, ProcessRun[]>(ENGINES.map((engine) => [engine, []]))
    const contenders = ENGINES.map((engine) => ({
      name: engine,
      run: async () => {
        project.forgetProject()
        const run = await project.build(['--engine', engine])
        all.get(engine)?.push(run)
        return run.seconds
      },
    }))
    await interleave(contenders, runs, say)
    return {
      title: `cold fusion build of ${size} synthetic views`,
      columns: ['engine', 'time', 'resolving and analyzing', 'cpu', 'peak memory'],
      rows: [...all].map(([engine, done]): Cell[] => [
        engine,
        seconds(median(done.map((run) => run.seconds))),
        stepOf(done, STEP),
        seconds(median(done.map((run) => run.cpuSeconds))),
        megabytes(median(done.map((run) => run.peakBytes))),
      ]),
      notes: [
        'Time is that of the whole process. Resolving and analyzing are a part of it, which is not reported below a second.',
        'CPU and memory are those of the Node process, without the bundler and the native server that it starts.',
      ],
    }
  } finally {
    project.remove()
  }
}

/** Median seconds of a step; null if a build did not report it. */
function stepOf(runs: readonly ProcessRun[], pattern: RegExp): Cell {
  const taken = runs.flatMap(({ stderr }) => pattern.exec(stderr)?.[1] ?? []).map(Number)
  return taken.length < runs.length ? null : seconds(median(taken))
}
