import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { OTHER, type Stage, stageOf } from './stages.js'

/** A thread of a build, by what it is for. */
export type Thread = 'main' | 'engine' | 'solver'

/** Seconds of each stage on each thread. */
export type Profile = ReadonlyMap<Thread, ReadonlyMap<Stage, number>>

export interface Frame {
  readonly functionName: string
  readonly url: string
}

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: Frame
    readonly children?: readonly number[]
  }[]
  readonly samples: readonly number[]
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[]
}

/** The profiles that `node --cpu-prof` has left in a folder, one for each thread. */
export function readProfiles(folder: string): Profile {
  const threads = new Map<Thread, Map<Stage, number>>()
  for (const file of readdirSync(folder)) {
    const profile: CpuProfile = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    const thread = threadOf(file, profile)
    const stages = threads.get(thread) ?? new Map<Stage, number>()
    threads.set(thread, stages)
    addStages(profile, thread, stages)
  }
  return threads
}

/** The name of a file ends with the numbers of the process, the thread and the file. */
function threadOf(file: string, { nodes }: CpuProfile): Thread {
  if (/\.0\.\d+\.cpuprofile$/.test(file)) return 'main'
  return nodes.some(({ callFrame }) => callFrame.url.includes('pglite')) ? 'engine' : 'solver'
}

function addStages(profile: CpuProfile, thread: Thread, stages: Map<Stage, number>): void {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  const parents = new Map(profile.nodes.flatMap(({ id, children = [] }) => children.map((one) => [one, id])))
  const known = new Map<number, Stage>()
  const find = (id: number): Stage => {
    const own = known.get(id)
    if (own !== undefined) return own
    const node = nodes.get(id)
    const parent = parents.get(id)
    const stage = (node && stageOf(node.callFrame, thread)) ?? (parent === undefined ? OTHER : find(parent))
    known.set(id, stage)
    return stage
  }
  for (const [at, id] of profile.samples.entries()) {
    const stage = find(id)
    stages.set(stage, (stages.get(stage) ?? 0) + (profile.timeDeltas[at] ?? 0) / 1e6)
  }
}
