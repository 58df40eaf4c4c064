import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { projectFolder, type ProjectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'

const page = readFileSync(join(import.meta.dirname, '../../docs/start.md'), 'utf8')
const [config = '', trainer = ''] = [...page.matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code)

let folder: ProjectFolder
beforeAll(() => {
  folder = projectFolder({ 'fusion.config.ts': config, 'trainer.ts': trainer })
})
afterAll(() => folder.remove())

const fusion = (...argv: string[]) => runCli([...argv, '--project', folder.dir], folder.env)

it('the commands of docs/start.md do what it says', async () => {
  expect(await fusion('build')).toMatchObject({ code: 0 })
  expect(await fusion('baseline', 'accept', '--reason', 'first version')).toMatchObject({ code: 0 })
  expect(await fusion('check')).toMatchObject({ code: 0 })
  const { code, stdout } = await fusion('check', '--meaning')
  expect(code, stdout).toBe(0)
  expect(stdout).toMatch(/ml\.v_seller_features: \d{3} rows compared\n$/)
})

it('its trainer reads a row type that the build has written', () => {
  const [, name = ''] = /import type \{ (\w+) \}/.exec(trainer) ?? []
  const rows = readFileSync(join(folder.dir, 'generated/rows.ts'), 'utf8')
  expect(rows).toContain(`export interface ${name} {`)
  expect(rows).toMatch(/readonly offer_cnt: number\n/)
})
