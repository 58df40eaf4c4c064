import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { projectFolder, type ProjectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'

const page = readFileSync(join(import.meta.dirname, '../../docs/stored.md'), 'utf8')
const block = (language: string): string =>
  new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(page)?.[1] ?? ''

/** What the example leaves out. */
const before = `
import { defineProject, integer, layer, nullable, source, stored, text } from 'fusion-store'

const shops = source('shop.shops', 'Shops.', {
  key: ['shop_id'],
  columns: { shop_id: integer('Shop.'), city: nullable(text('City.')) },
})
const offers = source('shop.offers', 'Offers.', {
  key: ['offer_id'],
  columns: { offer_id: integer('Offer.'), shop_id: integer('Shop.'), price: nullable(integer('Price.')) },
})
`
const after = `export default defineProject({ name: 'shop', sql: { '01_prices.sql': [prices] } })\n`

let folder: ProjectFolder
beforeAll(() => {
  folder = projectFolder({ 'fusion.config.ts': `${before}${block('ts')}${after}` })
})
afterAll(() => folder.remove())

it('the example of stored relations builds without a note, and is explained as the page says', async () => {
  const built = await runCli(['build', '--project', folder.dir], folder.env)
  expect(built).toMatchObject({ code: 0, stderr: expect.not.stringContaining('Notes:') as string })
  const explained = await runCli(['explain', 'ml.prices', '--project', folder.dir], folder.env)
  expect(block('text')).toMatch(/^Stored\n/)
  expect(explained.stdout).toContain(block('text'))
})
