import { distState } from '../lib/dist-state.js'
import { BUILD_COLUMNS, BUILD_NOTES, type BuildCase, measureBuilds } from '../lib/measure-builds.js'
import type { BenchOptions, Say } from '../lib/options.js'
import { changeStore, copyStore } from '../lib/sample-projects.js'
import { createScratchProject, ROOT } from '../lib/scratch-project.js'
import type { SectionResult } from '../lib/table.js'

const CASES: readonly BuildCase[] = [
  { name: 'first ever', target: 2.5, prepare: (project) => project.forgetAll() },
  { name: 'cold, snapshot cached', target: 1.3, prepare: (project) => project.forgetProject() },
  { name: 'nothing changed', target: 0.5, prepare: () => undefined },
  { name: 'one view changed', target: 1, prepare: changeStore },
]

/** `fusion build` of this repository's own store, in a copy. */
export async function measureBuild({ runs }: BenchOptions, say: Say): Promise<SectionResult> {
  const compiler = distState(ROOT)
  const project = createScratchProject('store')
  try {
    copyStore(project.dir)
    const rows = await measureBuilds(project, CASES, runs, say)
    return {
      facts: { node: process.version, compiler, runs },
      tables: [
        { title: 'fusion build of the fusion store', columns: BUILD_COLUMNS, rows, notes: BUILD_NOTES },
      ],
      errors: [],
    }
  } finally {
    project.remove()
  }
}
