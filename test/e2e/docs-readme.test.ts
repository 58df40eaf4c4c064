import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { projectFolder, type ProjectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, code = '']) => code)

const [declared = '', row = ''] = blocks('ts')
const [sql = ''] = blocks('sql')

/** What the example leaves out. */
const before = `
import { aggregate, column, countRows, defineProject, integer, maxWhere, nullable, source, view } from 'fusion-store'

const sellers = source('shop.sellers', 'Who sells.', { key: ['seller_id'], columns: { seller_id: integer('Seller.') } })
const offers = source('shop.offers', 'What is offered.', {
  key: ['offer_id'],
  columns: { offer_id: integer('Offer.'), seller_id: integer('Seller.'), price: nullable(integer('Price.')) },
})
`
const after = `export default defineProject({ name: 'sellers', sql: { '01_views.sql': [features] } })\n`

let folder: ProjectFolder
beforeAll(() => {
  folder = projectFolder({ 'fusion.config.ts': `${before}${declared}${after}` })
})
afterAll(() => folder.remove())

it('the example of the README builds to the SQL and the row type beside it', async () => {
  expect(await runCli(['build', '--project', folder.dir], folder.env)).toMatchObject({ code: 0 })
  const generated = (path: string): string => readFileSync(join(folder.dir, 'generated', path), 'utf8')
  expect(sql).toMatch(/^CREATE OR REPLACE VIEW /)
  expect(generated('sql/01_views.sql')).toContain(sql)
  expect(row).toMatch(/^export interface /)
  expect(generated('rows.ts')).toContain(row)
})
