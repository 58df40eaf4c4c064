import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { planViews } from '../synthetic/view-plan.js'
import { writeProject, writeView } from '../synthetic/write-project.js'
import { ROOT, type ScratchProject } from './scratch-project.js'

/** The files of this repository's own store. */
const COPIED = ['fusion.config.ts', 'views', 'scripts']

/** A project of which one view is changed again and again. */
export interface SampleProject {
  readonly name: string
  /** How many synthetic views it has; null for this repository's own store. */
  readonly size: number | null
  write(project: ScratchProject): void
  /** Saves one view, with another text for each round. */
  change(project: ScratchProject, round: number): void
}

/** This repository's own store, and a synthetic project of each size. */
export const sampleProjects = (sizes: readonly number[]): readonly SampleProject[] => [
  { name: 'the fusion store', size: null, write: ({ dir }) => copyStore(dir), change: changeStore },
  ...sizes.map((size): SampleProject => {
    const plans = planViews(size)
    const last = plans.at(-1)
    return {
      name: `${size} synthetic views`,
      size,
      write: ({ dir }) => writeProject(dir, plans, 'imported'),
      change({ dir }, round) {
        if (last) writeView(dir, { ...last, salt: last.salt + round + 1 }, 'imported')
      },
    }
  }),
]

/** Copies this repository's own store to a folder. */
export function copyStore(dir: string): void {
  for (const path of COPIED) cpSync(join(ROOT, path), join(dir, path), { recursive: true })
}

/** Changes a bound in the second of three views, to a new value each time. */
export function changeStore({ dir }: ScratchProject, round: number): void {
  const file = join(dir, 'views/scored.ts')
  const text = readFileSync(file, 'utf8')
  const changed = text.replace(/('img_damage_source_level', '>=',) \d+/, `$1 ${round + 2}`)
  if (changed === text) throw new Error(`${file} no longer has the line to change`)
  writeFileSync(file, changed)
}
