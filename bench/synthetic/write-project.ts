import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sourcesModule } from './sources-module.js'
import { type Linking, viewModule } from './view-module.js'
import { LEVELS, type ViewPlan } from './view-plan.js'

/** Writes the modules of a project: a folder of views, and a config with a SQL file for each level. */
export function writeProject(dir: string, plans: readonly ViewPlan[], linking: Linking): void {
  mkdirSync(join(dir, 'views'), { recursive: true })
  writeFileSync(join(dir, 'views/sources.ts'), sourcesModule())
  for (const plan of plans) writeView(dir, plan, linking)
  writeFileSync(join(dir, 'fusion.config.ts'), config(plans))
}

export function writeView(dir: string, plan: ViewPlan, linking: Linking): void {
  writeFileSync(join(dir, `views/v_${plan.id}.ts`), viewModule(plan, linking))
}

function config(plans: readonly ViewPlan[]): string {
  const levels = Array.from({ length: LEVELS }, (_, i) => plans.filter(({ level }) => level === i + 1))
  const files = levels.map(
    (views, i) => `    '0${i + 1}_level.sql': [${views.map(({ id }) => `v${id}`).join(', ')}],\n`,
  )
  return `import { defineProject } from 'fusion-store'
${plans.map(({ id }) => `import { v${id} } from './views/v_${id}.js'\n`).join('')}
export default defineProject({
  name: 'synthetic',
  sql: {
${files.join('')}  },
})
`
}
