import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExplainedRelation } from '../../../src/app/explain/explanation.js'
import { runCli } from '../../support/run-cli.js'
import { type ProjectFolder, projectFolder } from '../../support/project-folder.js'
import { storeFiles } from './store.js'

let folder: ProjectFolder
const explain = (...args: readonly string[]) =>
  runCli(['explain', '-q', '-p', folder.dir, ...args], folder.env)

beforeAll(async () => {
  folder = projectFolder(storeFiles)
  // What a build has analyzed is in the cache.
  expect((await runCli(['build', '-q', '-p', folder.dir], folder.env)).code).toBe(0)
}, 120_000)
afterAll(() => folder.remove())

test('a view: columns, layers, keys, what it reads and who reads it', async () => {
  const { code, stdout } = await explain('ml.first', '--sql')
  expect(code).toBe(0)
  expect(stdout).toContain('id (proven from the query)')
  expect(stdout).toMatch(/^ {2}price_max +integer +number +max over a possibly empty set$/m)
  expect(stdout).toMatch(/^ {2}counts +views\/store.ts:\d+ +Offers of a shop\.$/m)
  expect(stdout).toMatch(/^Read by\n {2}ml.second$/m)
  expect(stdout).toMatch(/^Plain form of derived\n {2}select "row"\.\*/m)
  expect(stdout).toMatch(/^Compiled form\n {2}SELECT$/m)
}, 60_000)

test('a column as data: type, reasons, both forms, lineage, what it affects, its tree', async () => {
  const { code, stdout } = await explain('first.doubled', '--tree', '--format', 'json')
  expect(code).toBe(0)
  const found = JSON.parse(stdout) as Record<string, unknown>
  expect(found).toMatchObject({
    format: 1,
    kind: 'column',
    relation: 'ml.first',
    name: 'doubled',
    reads: 'number',
    nullable: true,
    forms: { plain: '"price" * (2)' },
    sources: [{ relation: 'shop.offers', column: 'price' }],
    affects: [{ relation: 'ml.second', rows: false, columns: ['doubled', 'tripled'] }],
  })
  expect(found['path']).toMatchObject([{ relation: 'ml.first' }, { relation: 'derived', kind: 'layer' }])
  expect(found['tree']).toMatch(
    /OPEXPR opno=\*\(integer,integer\)[^]*VAR \S+\.price vartype=integer[^]*CONST 2/,
  )
}, 120_000)

test('a column with a flag: its values, and where it is known', async () => {
  const size = await explain('first.size')
  expect(size.stdout).toContain("\nValues\n  'small'\n")
  const price = await explain('first.price')
  expect(price.stdout).toContain('\nKnown together\n  known exactly where has_price is true\n')
  const flag = await explain('first.has_price')
  expect(flag.stdout).toMatch(/\nKnown together\n {2}has_price tells of price, doubled/)
  const json = JSON.parse((await explain('first.price', '--format', 'json')).stdout) as object
  expect(json).toMatchObject({
    values: null,
    evidence: [
      {
        by: ['has_price'],
        tellsOf: [],
        known: 'has_price is true',
        cases: [
          { where: 'has_price is true', known: 'always', values: null },
          { where: 'has_price is false', known: 'never', values: null },
        ],
      },
    ],
  })
}, 120_000)

test('a view: which columns are known together', async () => {
  const { stdout } = await explain('ml.first')
  expect(stdout).toMatch(
    /\nKnown together\n {2}has_price tells of\n {4}price, doubled: known exactly where has_price is true\n/,
  )
  const json = JSON.parse((await explain('ml.first', '--format', 'json')).stdout) as ExplainedRelation
  expect(json.evidence.find(({ by }) => by.join() === 'has_price')).toMatchObject({
    decides: [
      { column: 'price', known: 'has_price is true' },
      { column: 'doubled', known: 'has_price is true' },
    ],
  })
}, 60_000)

test('a column of a layer names the columns of views that it becomes', async () => {
  const { stdout } = await explain('derived.half')
  expect(stdout).toContain('10 / nullif("price", 0)')
  expect(stdout).toContain('ml.first.half')
}, 60_000)

test('an unknown name is a diagnostic with the closest ones, as text and as data', async () => {
  const text = await explain('ml.frist')
  expect(text).toMatchObject({ code: 2, stdout: '' })
  expect(text.stderr).toMatch(/^FS603 .*ml\.frist.*\n {2}Did you mean ml\.first/)
  const json = await explain('ml.frist', '--format', 'json')
  expect(JSON.parse(json.stdout)).toMatchObject({ outcome: 'failed', diagnostics: [{ code: 'FS603' }] })
}, 60_000)

test('a relation is not a code, whatever its schema is called', async () => {
  for (const name of ['amount', 'fs.orders', 'constructor', ''])
    expect(await explain(name)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(new RegExp(`^FS603 the project has no declaration named "${name}"\n`)),
    })
  expect((await explain('FSCONSTRUCTOR')).stderr).toMatch(/^FS603 /)
}, 60_000)
