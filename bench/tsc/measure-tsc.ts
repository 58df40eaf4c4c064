import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { distState } from '../lib/dist-state.js'
import { interleave } from '../lib/interleave.js'
import type { BenchOptions, Say } from '../lib/options.js'
import { createScratchProject, ROOT, type ScratchProject } from '../lib/scratch-project.js'
import { count, megabytes, seconds, type SectionResult } from '../lib/table.js'
import { planViews } from '../synthetic/view-plan.js'
import { writeProject } from '../synthetic/write-project.js'
import { plainModule } from './plain-module.js'
import { runTsc, type TypeCheck } from './run-tsc.js'

const MOST_VIEWS = 1000

interface Checked {
  readonly name: string
  readonly dir: string
  readonly target: number | null
}

/** The type check of this repository, and of a large project with its two ways of linking views. */
export async function measureTsc({ views, runs }: BenchOptions, say: Say): Promise<SectionResult> {
  const compiler = distState(ROOT)
  const size = Math.min(MOST_VIEWS, views.at(-1) ?? MOST_VIEWS)
  const imported = createScratchProject('tsc-imported')
  const published = createScratchProject('tsc-published')
  const plain = createScratchProject('tsc-plain')
  try {
    await writeProjects(size, { imported, published, plain }, say)
    const projects: readonly Checked[] = [
      { name: 'this repository', dir: ROOT, target: 10 },
      { name: `${size} views, each by import`, dir: imported.dir, target: null },
      {
        name: `${size} views, each by its generated row type`,
        dir: published.dir,
        target: size === MOST_VIEWS ? 20 : null,
      },
      { name: `${size} queries with the same columns, in Kysely alone`, dir: plain.dir, target: null },
    ]
    const last = new Map<string, TypeCheck>()
    const contenders = projects.map(({ name, dir }) => ({
      name,
      run: async () => {
        const check = await runTsc(dir)
        last.set(name, check)
        return check.seconds
      },
    }))
    const medians = await interleave(contenders, runs, say)
    const rows = projects.map(({ name, target }) => {
      const {
        instantiations = Number.NaN,
        types = Number.NaN,
        memoryBytes = Number.NaN,
      } = last.get(name) ?? {}
      return [
        name,
        seconds(medians.get(name) ?? Number.NaN),
        target === null ? null : seconds(target),
        count(instantiations),
        count(types),
        megabytes(memoryBytes),
      ]
    })
    const errors = [...last].flatMap(([name, { error }]) =>
      error ? [`${name} does not type-check: ${error}`] : [],
    )
    return {
      facts: { compiler, runs },
      tables: [
        {
          title: 'tsc --noEmit --singleThreaded',
          columns: ['project', 'time', 'target', 'instantiations', 'types', 'memory'],
          rows,
        },
      ],
      errors,
    }
  } finally {
    imported.remove()
    published.remove()
    plain.remove()
  }
}

async function writeProjects(
  size: number,
  { imported, published, plain }: Readonly<Record<'imported' | 'published' | 'plain', ScratchProject>>,
  say: Say,
): Promise<void> {
  const plans = planViews(size)
  writeProject(imported.dir, plans, 'imported')
  writeProject(published.dir, plans, 'published')
  say(`building ${size} synthetic views, for their row types`)
  await imported.build()
  for (const { dir } of [published, plain])
    cpSync(join(imported.dir, 'generated'), join(dir, 'generated'), { recursive: true })
  mkdirSync(join(plain.dir, 'views'))
  for (const plan of plans) writeFileSync(join(plain.dir, `views/v_${plan.id}.ts`), plainModule(plan))
}
