import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { projectFolder, type ProjectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'

const page = readFileSync(join(import.meta.dirname, '../../docs/point-in-time.md'), 'utf8')
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, code = '']) => code)

let folder: ProjectFolder
beforeAll(() => {
  folder = projectFolder({ 'fusion.config.ts': blocks('ts').join('\n') })
})
afterAll(() => folder.remove())

it('the blocks of docs/point-in-time.md are a project', async () => {
  const { code, stderr } = await runCli(['build', '--project', folder.dir], folder.env)
  expect(code, stderr).toBe(0)
})

it('its SQL is what is written', () => {
  const written = readFileSync(join(folder.dir, 'generated/sql/01_views.sql'), 'utf8')
  const [, lateral = ''] = /(LEFT JOIN LATERAL[^]*)/.exec(blocks('sql')[0] ?? '') ?? []
  const squeezed = (sql: string): string => sql.replaceAll(/\s+/g, ' ').trim()
  expect(lateral).not.toBe('')
  expect(squeezed(written)).toContain(squeezed(lateral))
})
