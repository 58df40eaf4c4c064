import { afterAll, beforeAll, expect, test } from 'vitest'
import { lineage as lineageOf, type LineageReport } from '../../src/app/index.js'
import { runCli } from '../support/run-cli.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'

const files = {
  'fusion.config.ts': `import { defineProject } from 'fusion-store'
import { deals, odd, prices, tops } from './views/store.js'
export default defineProject({ name: 'lines', sql: { '01_views.sql': [prices, deals, tops, odd] } })
`,
  'views/store.ts': `import { column, integer, layer, nullable, source, text, view } from 'fusion-store'

const offers = source('shop.offers', 'Offers.', {
  key: ['id'],
  columns: { id: integer('Id.'), price: nullable(integer('Price.')), kind: text('Kind.'), note: text('Note.') },
})
const known = layer('known_prices', 'Known prices.', { o: offers }, (db) =>
  db.selectFrom('o').selectAll('o'),
).columns((eb) => ({ known: column('The price or 0.', eb.fn.coalesce('price', eb.lit(0))) }))
export const prices = view('ml.prices', 'Prices.', { known }, (db) =>
  db.selectFrom('known').where('kind', '=', 'new').select(['id', 'price', 'known']),
)
const dealt = layer('dealt', 'Prices, dealt.', { p: prices }, (db) => db.selectFrom('p').select(['p.id', 'p.known'])).columns(
  (eb) => ({ doubled: column('Twice the price.', eb('known', '*', 2)), what: column('What it is.', eb.val('deal')) }),
)
export const deals = view('ml.deals', 'Deals.', { dealt }, (db) =>
  db.selectFrom('dealt').select(['dealt.id', 'dealt.doubled', 'dealt.what']),
)
const best = layer('best', 'Deals with prices.', { d: deals, p: prices }, (db) =>
  db.selectFrom('d').innerJoin('p', 'p.id', 'd.id').select(['d.id', 'd.doubled', 'p.known']),
).columns((eb) => ({ best: column('The best.', eb.case().when('known', '>', 10).then(eb.ref('doubled')).end()) }))
export const tops = view('ml.tops', 'Tops.', { best }, (db) => db.selectFrom('best').select(['best.id', 'best.best']))
const strange = layer('strange', 'Strange.', { o: offers }, (db) => db.selectFrom('o').select('o.id')).columns((eb) => ({
  'a.b': column('Id.', eb.ref('id')),
  what: column('Always odd.', eb.val('odd')),
}))
export const odd = view('ml.Odd name', 'Odd.', { strange }, (db) => db.selectFrom('strange').selectAll('strange'))
`,
}

let folder: ProjectFolder
const lineage = (...args: readonly string[]) =>
  runCli(['lineage', '-q', '-p', folder.dir, ...args], folder.env)

beforeAll(async () => {
  folder = projectFolder(files)
  expect(await runCli(['build', '-q', '-p', folder.dir], folder.env)).toMatchObject({ code: 0, stderr: '' })
}, 120_000)
afterAll(() => folder.remove())

test('upstream: every way down to the sources, each column continued once', async () => {
  const { code, stdout } = await lineage('tops.best')
  expect(code).toBe(0)
  expect(stdout).toBe(`ml.tops.best  upstream
├─ value  ml.deals.doubled
│  ├─ value  ml.prices.known  (see below)
│  └─ rows  rows of ml.deals
│     └─ rows  rows of ml.prices  (see below)
├─ condition  ml.prices.known
│  ├─ value, condition  shop.offers.price
│  └─ rows  rows of ml.prices
│     └─ condition  shop.offers.kind
└─ rows  rows of ml.tops
   ├─ condition  ml.deals.id
   │  ├─ value  ml.prices.id  (see below)
   │  └─ rows  rows of ml.deals  (see above)
   ├─ condition  ml.prices.id
   │  ├─ value  shop.offers.id
   │  └─ rows  rows of ml.prices  (see above)
   ├─ rows  rows of ml.deals  (see above)
   └─ rows  rows of ml.prices  (see above)
`)
}, 60_000)

test('downstream: the columns made of a column, and the views whose rows it decides', async () => {
  expect((await lineage('shop.offers.price', '--downstream')).stdout).toBe(`shop.offers.price  downstream
├─ value  ml.prices.price
└─ value, condition  ml.prices.known
   ├─ value  ml.deals.doubled
   │  └─ value  ml.tops.best
   └─ condition  ml.tops.best
`)
  expect((await lineage('shop.offers.kind', '--downstream')).stdout).toBe(`shop.offers.kind  downstream
└─ condition  rows of ml.prices, and with them all its columns
   ├─ rows  rows of ml.deals, and with them all its columns
   │  └─ rows  rows of ml.tops, and with them all its columns
   └─ rows  rows of ml.tops, and with them all its columns
`)
}, 60_000)

test('--depth leaves out what is further away, and marks where', async () => {
  expect((await lineage('ml.tops.best', '--depth', '1')).stdout).toBe(`ml.tops.best  upstream
├─ value  ml.deals.doubled …
├─ condition  ml.prices.known …
└─ rows  rows of ml.tops …
`)
  const { stdout } = await lineage('ml.tops.best', '--depth', '2', '--format', 'json')
  const { depth, nodes } = JSON.parse(stdout) as LineageReport
  expect(depth).toBe(2)
  expect(Math.max(...nodes.map(({ distance }) => distance))).toBe(2)
  expect(nodes.find(({ column }) => column === 'doubled')?.isCut).toBe(false)
  expect(nodes.find(({ relation, column }) => relation === 'ml.deals' && column === null)?.isCut).toBe(true)
}, 60_000)

test('says so when there is nothing to show', async () => {
  expect((await lineage('ml."Odd name".what')).stdout).toBe(
    'ml."Odd name".what  upstream\n  No column flows into its value.\n',
  )
  // Its value is a constant all the same.
  expect((await lineage('ml.deals.what')).stdout).toBe(`ml.deals.what  upstream
  No column flows into its value.
└─ rows  rows of ml.deals
   └─ rows  rows of ml.prices
      └─ condition  shop.offers.kind
`)
  expect((await lineage('offers.note', '--downstream')).stdout).toContain('No view depends on it.')
  expect((await lineage('offers.note')).stdout).toContain('nothing is upstream of it')
}, 60_000)

test('names are quoted as in SQL where they have to be', async () => {
  const { stdout } = await lineage('ml."Odd name"."a.b"')
  expect(stdout).toBe('ml."Odd name"."a.b"  upstream\n└─ value  shop.offers.id\n')
}, 60_000)

test('as data: nodes and edges, the same for a program', async () => {
  const { stdout } = await lineage('prices.known', '--format', 'json')
  const found = JSON.parse(stdout) as unknown
  const known = { relation: 'ml.prices', column: 'known' }
  const rows = { relation: 'ml.prices', column: null }
  const offer = (column: string) => ({ relation: 'shop.offers', column })
  expect(found).toEqual({
    format: 1,
    ...known,
    direction: 'upstream',
    depth: null,
    nodes: [
      { ...known, kind: 'view', distance: 0, isCut: false },
      { ...offer('price'), kind: 'source', distance: 1, isCut: false },
      { ...rows, kind: 'view', distance: 1, isCut: false },
      { ...offer('kind'), kind: 'source', distance: 2, isCut: false },
    ],
    edges: [
      { from: offer('price'), to: known, roles: ['value', 'condition'] },
      { from: rows, to: known, roles: ['rows'] },
      { from: offer('kind'), to: rows, roles: ['condition'] },
    ],
  })
  const options = { project: folder.dir, env: folder.env }
  expect(await lineageOf({ ...options, column: 'prices.known' })).toEqual(found)
}, 60_000)

test('a name that is not a column of a source or view gives a diagnostic that says what to give', async () => {
  expect(await lineage('ml.tops')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /^views\/store\.ts:\d+ FS605 ml\.tops is a view, .*\n {2}Give one of its columns: ml\.tops\.id, ml\.tops\.best\.\n/,
    ),
  })
  expect((await lineage('known_prices.known')).stderr).toMatch(
    /FS605 .* is a column of a layer, .*\n {2}Give a column of a view that passes it on: ml\.prices\.known\./,
  )
  expect((await lineage('known_prices')).stderr).toMatch(/FS605 known_prices is a layer/)
  expect((await lineage('ml.tops.bset')).stderr).toMatch(/^FS603 .*\n {2}Did you mean ml\.tops\.best/)
  const json = await lineage('ml.tops', '--format', 'json')
  expect(JSON.parse(json.stdout)).toMatchObject({ outcome: 'failed', diagnostics: [{ code: 'FS605' }] })
  const { code, stderr } = await lineage('x.y', '--upstream', '--downstream')
  expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be used with')])
}, 60_000)
