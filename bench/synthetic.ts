import { forEachSize } from './lib/for-each-size.js'
import { measureBuilds, type BuildCase, BUILD_COLUMNS, BUILD_NOTES, EMBEDDED } from './lib/measure-builds.js'
import type { BenchOptions, Say } from './lib/options.js'
import { createScratchProject, type ScratchProject } from './lib/scratch-project.js'
import type { SectionResult, Table } from './lib/table.js'
import { planViews, type ViewPlan } from './synthetic/view-plan.js'
import { writeProject, writeView } from './synthetic/write-project.js'

/** The size that the targets are for. */
const TARGET_SIZE = 1000

/** `fusion build` of a project of N views of 30 columns, six levels deep, as whole processes. */
export const measureSynthetic = (options: BenchOptions, say: Say): Promise<SectionResult> =>
  forEachSize(options, say, measureSize)

async function measureSize(size: number, runs: number, say: Say): Promise<Table> {
  const project = createScratchProject(`synthetic-${size}`)
  try {
    const plans = planViews(size)
    writeProject(project.dir, plans, 'imported')
    say('creating the snapshot')
    await project.build(EMBEDDED)
    return {
      title: `fusion build of ${size} synthetic views`,
      columns: BUILD_COLUMNS,
      rows: await measureBuilds(project, casesFor(plans), runs, say),
      notes: BUILD_NOTES,
    }
  } finally {
    project.remove()
  }
}

function casesFor(plans: readonly ViewPlan[]): BuildCase[] {
  const target = (seconds: number): number | null => (plans.length === TARGET_SIZE ? seconds : null)
  const last = plans.at(-1)
  const most = plans
    .filter(({ level }) => level === 1)
    .reduce((a, b) => (readersOf(b, plans) > readersOf(a, plans) ? b : a))
  if (!last) throw new RangeError('a project without views')
  return [
    { name: 'cold, snapshot cached', target: target(6), prepare: (project) => project.forgetProject() },
    { name: 'nothing changed', target: null, prepare: () => undefined },
    { name: 'changed a view without readers', target: target(1.5), prepare: change(last) },
    { name: `changed a view with ${readersOf(most, plans)} readers`, target: null, prepare: change(most) },
  ]
}

/** Changes a constant in its expressions, to a new value each round. */
const change =
  (plan: ViewPlan) =>
  ({ dir }: ScratchProject, round: number): void =>
    writeView(dir, { ...plan, salt: plan.salt + round + 1 }, 'imported')

/** How many views read one, directly or through others. */
function readersOf(plan: ViewPlan, plans: readonly ViewPlan[]): number {
  const affected = new Set([plan.id])
  for (const { id, level, parents } of plans)
    if (level > 1 && parents.some((p) => affected.has(p))) affected.add(id)
  return affected.size - 1
}
