import { afterEach, expect, test } from 'vitest'
import { projectDeclaration } from '../../src/app/build/project-declaration.js'
import { compileProject } from '../../src/compile/index.js'
import { loadProject } from '../../src/load/load-project.js'
import { relationKeys } from '../../src/cache/relation-keys.js'
import type { CompiledProject } from '../../src/model/compiled-project.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'

let folder: ProjectFolder | undefined
afterEach(() => folder?.remove())

const config = `import { defineProject } from 'fusion-store'
import { shop } from './views/shop.js'
import { reader } from './views/reader.js'
export default defineProject({ name: 'x', sql: { '01.sql': [shop, reader] } })
`
const layers = `import { aggregate, column, countRows, integer, layer, source } from 'fusion-store'

const offers = source('s.offers', 'Offers.', {
  key: ['id'],
  columns: { id: integer('Id.'), shop_id: integer('Shop.'), price: integer('Price.') },
})
export const priced = layer('priced', 'Offers.', { o: offers }, (db) => db.selectFrom('o').selectAll('o')).columns((eb) => ({
  twice: column('Twice the price.', eb('price', '*', 2)),
  more: column('Once more.', eb('price', '+', 1)),
}))
export const perShop = aggregate('per_shop', 'Offers of a shop.', { of: priced, by: ['shop_id'] }, () => ({
  offers: column('Offers.', countRows()),
}))
`
const shop = `import { column, view } from 'fusion-store'
import { perShop, priced } from './layers.js'

export const shop = view('s.shop', 'Shops.', { p: priced, a: perShop }, (db) =>
  db.selectFrom('p').innerJoin('a', 'a.shop_id', 'p.shop_id').select(['p.id', 'p.price', 'p.more', 'a.offers']),
)
  .describe({ id: 'Id.' })
  .once((eb) => ({
    // A name that the layer has too.
    twice: column('Twice.', eb('price', '*', 3)),
  }))
`
const reader = `import { view } from 'fusion-store'
import { shop } from './shop.js'

export const reader = view('s.reader', 'Shops again.', { shop }, (db) => db.selectFrom('shop').selectAll('shop'))
`

const compile = async (files: Readonly<Record<string, string>>): Promise<CompiledProject> => {
  folder?.remove()
  folder = projectFolder(files)
  const loaded = await loadProject(folder.dir, folder.dir)
  const { project, diagnostics } = compileProject(projectDeclaration(loaded), (site) =>
    loaded.locate(site.trace),
  )
  expect(diagnostics).toEqual([])
  if (!project) throw new Error('no project')
  return project
}

const files = {
  'fusion.config.ts': config,
  'views/layers.ts': layers,
  'views/shop.ts': shop,
  'views/reader.ts': reader,
}

test('output columns are where they are computed, through the layers that pass them on', async () => {
  const { views } = await compile(files)
  const places = (name: string) =>
    Object.entries(views.find((view) => view.name === name)?.places ?? {}).map(
      ([column, { file, line }]) => `${column} ${file}:${line}`,
    )
  expect(places('shop')).toEqual([
    'more views/layers.ts:9',
    'offers views/layers.ts:12',
    'twice views/shop.ts:10',
  ])
  // Another view is no part of the one that reads it.
  expect(places('reader')).toEqual([])
})

test('a line that moves changes no key of the cache', async () => {
  const before = relationKeys(await compile(files))
  const after = relationKeys(await compile({ ...files, 'views/layers.ts': `\n\n${layers}` }))
  expect([...after]).toEqual([...before])
  const changed = relationKeys(
    await compile({ ...files, 'views/layers.ts': layers.replace("'+', 1", "'+', 5") }),
  )
  expect(changed.get('s.shop')).not.toBe(before.get('s.shop'))
})
