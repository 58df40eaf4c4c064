import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { distState } from '../lib/dist-state.js'
import { BUILD_COLUMNS, BUILD_NOTES, type BuildCase, measureBuilds } from '../lib/measure-builds.js'
import type { BenchOptions, Say } from '../lib/options.js'
import { createScratchProject, ROOT, type ScratchProject } from '../lib/scratch-project.js'
import type { SectionResult } from '../lib/table.js'

/** The files of the project. */
const COPIED = ['fusion.config.ts', 'views', 'scripts']

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
