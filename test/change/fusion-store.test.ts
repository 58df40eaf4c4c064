import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonCheck, RelationVerdict } from '../../src/app/index.js'
import { isEverything } from '../support/everything.js'
import { projectFolder, type ProjectFolder } from '../support/project-folder.js'
import { type CliResult, runCli } from '../support/run-cli.js'

const root = join(import.meta.dirname, '../..')
const DERIVED = 'views/derived.ts'
const FEATURES = 'ml.v_damage_fusion_features_v2'

let folder: ProjectFolder
beforeAll(() => {
  folder = projectFolder()
  for (const name of ['views', 'generated', 'scripts', 'fusion.config.ts', 'package.json'])
    cpSync(join(root, name), join(folder.dir, name), { recursive: true })
  symlinkSync(join(root, 'node_modules/z3-solver'), join(folder.dir, 'node_modules/z3-solver'))
})
afterAll(() => folder?.remove())

/** Checks the store with a text of one module replaced. */
async function checkWith(module: string, text: string, other: string, ...argv: string[]): Promise<CliResult> {
  const file = join(folder.dir, module)
  const original = readFileSync(file, 'utf8')
  if (!original.includes(text)) throw new Error(`${module} has no ${text}`)
  writeFileSync(file, original.replace(text, other))
  try {
    return await runCli(['check', '--quiet', '--project', folder.dir, ...argv], folder.env)
  } finally {
    writeFileSync(file, original)
  }
}

const verdictsOf = ({ stdout }: CliResult): readonly RelationVerdict[] => {
  const { sections } = JSON.parse(stdout) as JsonCheck
  const [committed, baseline] = sections
  // What was found for the committed state holds for the same accepted one.
  expect(baseline?.verdicts).toEqual(committed?.verdicts)
  return committed?.verdicts ?? []
}

/** Each check analyzes the whole store again: `npm test` has one for each class. */
const itWhole = (name: string, work: () => Promise<void>): void => {
  if (isEverything) it(name, work)
}

describe('a change of the fusion store', () => {
  it('of a threshold from 80 to 79 is breaking, as a listing at 79 percent shows', async () => {
    const change = [DERIVED, "eb('batt_fused', '<', 80)", "eb('batt_fused', '<', 79)"] as const
    const found = await checkWith(...change, '--equivalent', '--format', 'json')
    expect(found.code).toBe(1)
    const [verdict, ...others] = verdictsOf(found)
    expect(others).toEqual([])
    expect(verdict).toMatchObject({ relation: FEATURES, class: 'breaking', step: 'major' })
    expect(verdict?.columns.map(({ column, meaning }) => [column, meaning])).toEqual([
      ['text_sev_corr', 'different'],
      ['batt_lt80', 'different'],
      ['damage_fused_tier', 'different'],
    ])
    const witness = verdict?.columns.find(({ column }) => column === 'batt_lt80')?.witness
    const cells = witness?.sources.flatMap(({ rows }) => rows.flat())
    expect(cells?.some(({ value }) => value !== null && /\b79\b/.test(value))).toBe(true)
    expect(JSON.stringify(cells)).not.toMatch(/\b80\b/)
    const outputs = [witness?.before, witness?.after].map((output) =>
      output?.kind === 'row' ? output.cells.find(({ column }) => column === 'batt_lt80')?.value : output,
    )
    expect(outputs).toEqual(['true', 'false'])
    const columns = ['text_sev_corr', 'batt_lt80', 'damage_fused_tier']
    expect(verdict?.reaches.map(({ relation }) => relation)).toHaveLength(6)
    for (const reached of verdict?.reaches ?? [])
      expect(reached.columns).toEqual(expect.arrayContaining(columns))
  })

  itWhole('of aliases alone is equivalent, and passes with --equivalent', async () => {
    const change = [
      'views/features.ts',
      "{ derived },\n  (db) =>\n    db\n      .selectFrom('derived')",
      "{ d: derived },\n  (db) =>\n    db\n      .selectFrom('d')",
    ] as const
    const found = await checkWith(...change, '--equivalent', '--format', 'json')
    expect(found.code, found.stdout).toBe(0)
    expect(verdictsOf(found)).toMatchObject([{ relation: FEATURES, class: 'equivalent', step: 'patch' }])
    // The flag changes the exit code, and not what is reported.
    expect(JSON.parse(found.stdout)).toMatchObject({
      outcome: 'different',
      class: 'equivalent',
      isEquivalent: true,
    })
  })

  it('of a comparison that means the same for every integer is equivalent', async () => {
    const change = [DERIVED, "eb('batt_fused', '<', 80)", "eb('batt_fused', '<=', 79)"] as const
    const found = await checkWith(...change, '--equivalent', '--format', 'json')
    expect(found.code, found.stdout).toBe(0)
    const [verdict] = verdictsOf(found)
    expect(verdict).toMatchObject({ relation: FEATURES, class: 'equivalent', step: 'patch' })
    expect(verdict?.columns.map(({ column, meaning }) => [column, meaning])).toEqual([
      ['text_sev_corr', 'equivalent'],
      ['batt_lt80', 'equivalent'],
      ['damage_fused_tier', 'equivalent'],
    ])
  })

  itWhole('of conditions, of their order and of an aggregate is equivalent where it is proven', async () => {
    const change = [
      DERIVED,
      `          [eb('img_real_q2_vis_cnt', '>=', 2), 2],
          [eb('img_real_q1_vis_cnt', '>=', 2), 1],
        ],
        0,`,
      `          [eb('img_real_q1_vis_cnt', '<', 2), 0],
          [eb('img_real_q2_vis_cnt', '>', 1), 2],
        ],
        1,`,
    ] as const
    const found = await checkWith(...change, '--equivalent', '--format', 'json')
    expect(found.code, found.stdout).toBe(0)
    expect(verdictsOf(found)).toMatchObject([{ relation: FEATURES, class: 'equivalent' }])
  })

  it('of a comment is documentation', async () => {
    const { code, stdout } = await checkWith(
      DERIVED,
      'Battery health is known and below 80.',
      'Known, and below 80.',
      '--equivalent',
    )
    expect(code, stdout).toBe(0)
    expect(stdout).toContain(`${FEATURES}: documentation only (patch)`)
    expect(stdout).toContain('Altogether: documentation, a patch version.')
  })

  itWhole('of an invariant does not pass as equivalent, as it is none of a relation', async () => {
    const change = [
      'views/certification.ts',
      "'img_rows_damage_done', '<='",
      "'img_rows_damage_done', '<'",
    ] as const
    const { code, stdout } = await checkWith(...change, '--equivalent')
    expect(code, stdout).toBe(1)
  })

  itWhole('of an invariant beside a layer does not pass either', async () => {
    const change = [DERIVED, "eb('text_sev_corr', '>=', 3), eb(", "eb('text_sev_corr', '>', 3), eb("] as const
    const { code, stdout } = await checkWith(...change, '--equivalent')
    expect(code, stdout).toBe(1)
    expect(stdout).toContain('catalog.json')
  })
})
