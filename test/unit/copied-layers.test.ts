import { afterAll, expect, test } from 'vitest'
import { projectDeclaration } from '../../src/app/build/project-declaration.js'
import type { Locate } from '../../src/compile/context.js'
import { compileProject, copiedLayers } from '../../src/compile/index.js'
import { loadProject } from '../../src/load/load-project.js'
import { projectFolder } from '../support/project-folder.js'

/** Layers that are read twice: each kind of expense, and what is not worth a note. */
const config = `import {
  aggregate, certification, column, countRows, defineProject, guarded, integer, layer, source, stored, timestamptz, view,
} from 'fusion-store'

const offers = source('s.offers', 'Offers.', {
  key: ['id'],
  columns: { id: integer('Id.'), shop: integer('Shop.'), price: integer('Price.'), at: timestamptz('At.') },
})
const grouped = layer('grouped', 'By shop.', { o: offers }, (db) =>
  db.selectFrom('o').groupBy('o.shop').select((eb) => ['o.shop', eb.fn.max('o.price').as('most')]),
).describe({ most: 'Most.' })
const ranked = layer('ranked', 'Ranked.', { o: offers }, (db) =>
  db.selectFrom('o').select((eb) => ['o.id', eb.fn.agg<string>('rank').over((w) => w.orderBy('o.price')).as('place')]),
).describe({ place: 'Place.' })
// Contains an expensive one, and is itself one: only the outer one is worth a note.
const distinct = layer('distinct_shops', 'Shops.', { g: grouped }, (db) => db.selectFrom('g').distinct().select(['g.shop']))
const plain = layer('plain', 'Cheap.', { o: offers }, (db) => db.selectFrom('o').select(['o.id', 'o.shop', 'o.at']))
const single = layer('single', 'Once.', { o: offers }, (db) =>
  db.selectFrom('o').groupBy('o.shop').select(['o.shop']),
)
const perShop = aggregate('per_shop', 'Offers.', { of: grouped, by: ['shop'] }, () => ({ n: column('Rows.', countRows()) }))
const kept = layer('kept', 'Stored.', { o: offers }, (db) => db.selectFrom('o').groupBy('o.shop').select(['o.shop']))
const keptStored = stored('s.kept', 'Stored.', kept, { key: ['shop'], refresh: 'byKey' })

const a = view('s.a', 'A.', { p: plain, d: distinct, r: ranked, n: perShop, k: keptStored, s: single }, (db) =>
  db.selectFrom('p')
    .innerJoin('d', 'd.shop', 'p.shop').innerJoin('k', 'k.shop', 'p.shop').innerJoin('s', 's.shop', 'p.shop')
    .innerJoin('n', 'n.shop', 'p.shop').innerJoin('r', 'r.id', 'p.id')
    .select(['p.id', 'p.shop', 'p.at', 'n.n', 'r.place']),
)
// One view reads it twice.
const b = view('s.b', 'B.', { p: plain, d: distinct, r: ranked, n: perShop, k: keptStored }, (db) =>
  db.selectFrom('p')
    .innerJoin('d', 'd.shop', 'p.shop').innerJoin('d as again', 'again.shop', 'p.shop')
    .innerJoin('k', 'k.shop', 'p.shop').innerJoin('n', 'n.shop', 'p.shop').innerJoin('r', 'r.id', 'p.id')
    .select(['p.id', 'n.n as more', 'r.place as again_place']),
)
const entry = view('s.entry', 'Entry.', { a, b }, (db) =>
  db.selectFrom('a').innerJoin('b', 'b.id', 'a.id').select(['a.at', 'a.id', 'a.n', 'b.more', 'a.place']),
)
const features = view('s.features', 'Features.', { e: entry }, (db) => db.selectFrom('e').select(['e.id', 'e.n']))
const train = guarded('s.train', 'Train.', features, { entrypoint: entry, key: ['id'], maxAge: '1 day' })
// Nothing certified reads this one.
const other = view('s.other', 'Other.', { g: single }, (db) => db.selectFrom('g').selectAll('g'))

export default defineProject({
  name: 'shop',
  sql: { '01.sql': [keptStored, a, b, entry, features, train, other] },
  certification: certification({
    entrypoint: entry, t0: 'at', key: ['id'], guarded: train, checked: features, baselineDays: 7,
    roles: { trainer: 't', certifier: 'c' },
    invariants: (eb) => ({ counted: column('Some.', eb('n', '>=', '0')) }),
  }),
})
`
const folder = projectFolder({ 'fusion.config.ts': config })
afterAll(() => folder.remove())

test('a layer with a window, groups or distinct rows is noted where one read computes it several times', async () => {
  const loaded = await loadProject(folder.dir, folder.dir)
  const locate: Locate = (site) => loaded.locate(site.trace)
  const declaration = projectDeclaration(loaded)
  const { project, diagnostics } = compileProject(declaration, locate)
  expect(diagnostics).toEqual([])
  if (!project) throw new Error('no project')
  const notes = copiedLayers(declaration, project, locate)
  expect(notes.map(({ code, place, message }) => `${code} ${place.relation} ${message}`).toSorted()).toEqual([
    'FS244 distinct_shops it has DISTINCT and is computed 3 times for one read of s.entry: in s.a, s.b',
    'FS244 ranked it has a window and is computed 2 times for one read of s.entry: in s.a, s.b',
  ])
  expect(notes.every(({ place }) => place.file === 'fusion.config.ts' && place.line !== undefined)).toBe(true)
})
