import { changeStore, copyStore } from '../build/measure-build.js'
import { planViews } from '../synthetic/view-plan.js'
import { writeProject, writeView } from '../synthetic/write-project.js'
import type { ScratchProject } from './scratch-project.js'

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
