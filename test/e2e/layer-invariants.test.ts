import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type NativeFixture, startNative } from '../support/native-server.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'

const config = ({
  invariants = `
    paid_is_known: column('What is paid is a price or nothing.', isKnown(eb.ref('paid'))),
    positive: column('A price is positive.', isNotTrue(eb('price', '<=', 0))),`,
  settings = '',
} = {}): string => `
import { sql } from 'kysely'
import {
  certification, column, defineProject, firstKnown, guarded, integer, isKnown, isNotTrue, layer, nullable, source,
  timestamptz, view,
} from 'fusion-store'

const offers = source('up.offers', 'Offers.', {
  key: ['id'],
  columns: { id: integer('Offer.'), price: nullable(integer('Price.')), at: timestamptz('When it was made.') },
})
const priced = layer('priced', 'Offers with what is paid.', { o: offers }, (db) =>
  db.selectFrom('o').selectAll('o'),
)
  .columns((eb) => ({ paid: column('What is paid.', firstKnown(eb.ref('price'), 0)) }))
  .invariants((eb) => ({${invariants}
  }))
const entry = view('shop.entry', 'Certified offers.', { p: priced }, (db) =>
  db.selectFrom('p').select(['p.id', 'p.at', 'p.paid']),
)
const facts = view('shop.facts', 'Facts.', { p: priced }, (db) => db.selectFrom('p').select(['p.id', 'p.paid']))
  .invariants((eb) => ({ never_owed: column('Nothing is owed.', eb('paid', '>=', 0)) }))
const train = guarded('shop.train', 'For trainers.', facts, { entrypoint: entry, key: ['id'], maxAge: '1 day' })
const elsewhere = view('shop.elsewhere', 'Not certified.', { o: offers }, (db) => db.selectFrom('o').select('o.id'))
  .invariants((eb) => ({ small: column('Keys are small.', eb('id', '<', 2)) }))

export default defineProject({
  name: 'shop',${settings}
  sql: { '01_views.sql': [entry, facts, train, elsewhere] },
  certification: certification({
    entrypoint: entry, t0: 'at', key: ['id'], guarded: train, checked: entry, baselineDays: 10, aliases: [facts],
    roles: { trainer: 'layer_trainer', certifier: 'layer_certifier' },
    invariants: (eb) => ({ known: column('It is known what is paid.', isKnown(eb.ref('paid'))) }),
  }),
  demo: {
    load: () => [{ relation: 'up.offers', columns: ['id', 'price', 'at'],
      chunks: ['1\\t5\\t2026-01-01 12:00+00\\n2\\t\\\\N\\t2026-01-02 12:00+00\\n'] }],
    queries: [],
  },
})
`

let shop: ProjectFolder
beforeAll(() => {
  shop = projectFolder({ 'fusion.config.ts': config() })
})
afterAll(() => shop?.remove())

const fusion = (...argv: string[]) => runCli([...argv, '--project', shop.dir], shop.env)
const generated = (path: string): string => readFileSync(join(shop.dir, 'generated', path), 'utf8')

describe('invariants beside a layer or a view', () => {
  let native: NativeFixture
  let url: string
  beforeAll(async () => {
    native = await startNative(18)
    url = await native.freshDatabase('layers')
    expect(await fusion('build', '--quiet')).toMatchObject({ code: 0 })
    expect(await fusion('demo', '--quiet', '--database-url', url)).toMatchObject({ code: 0 })
  })
  afterAll(() => native?.stop())

  test('are proven where they follow from the query, and the catalog says which', () => {
    const { invariants } = JSON.parse(generated('catalog.json'))
    expect(invariants).toMatchObject([
      { of: 'priced', name: 'paid_is_known', columns: ['paid'], verdict: 'proven', by: 'analysis' },
      {
        of: 'priced',
        name: 'positive',
        columns: ['price'],
        verdict: 'refuted',
        counterexample: [{ relation: 'up.offers', values: { id: expect.anything(), price: '0' } }],
      },
      { of: 'shop.facts', name: 'never_owed', verdict: 'refuted' },
      { of: 'shop.elsewhere', name: 'small', verdict: 'refuted' },
      { of: 'shop.entry', certifies: 'shop.entry', name: 'known', verdict: 'proven', by: 'analysis' },
    ])
  })

  test('are explained with their layer, their view and the columns that they mention', async () => {
    const layer = await fusion('explain', 'priced')
    expect(layer.stdout).toMatch(
      /priced\.positive: refuted\n.*A price is positive\.\n[^]*up\.offers: id = .*price = 0/,
    )
    const column = await fusion('explain', 'shop.entry.paid', '--format', 'json')
    expect(JSON.parse(column.stdout).invariants).toMatchObject([
      { of: 'priced', name: 'paid_is_known', verdict: 'proven' },
      { of: 'shop.entry', name: 'known', certifies: 'shop.entry', verdict: 'proven' },
    ])
    const nested = await fusion('explain', 'priced.price', '--format', 'json')
    expect(JSON.parse(nested.stdout).invariants).toMatchObject([{ of: 'priced', name: 'positive' }])
  })

  test('are noted by a build where rows break them', async () => {
    shop.write('fusion.config.ts', `${config()}// Built again.\n`)
    const { stdout, stderr } = await fusion('build')
    expect(`${stdout}${stderr}`).toMatch(
      /FS208 priced\.positive: the invariant "positive" does not hold for every row: it is broken with up\.offers \(id = \S+, price = 0/,
    )
  })

  test('are checked on the rows by a certification that reads them, unless they are proven', async () => {
    const { code, stdout } = await fusion('certify', '--days', '2', '--database-url', url)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^B {5}rows {9}passed .* 2 rows unique, 3 invariants hold$/m)
    expect(generated('sql/05_cert_functions.sql')).not.toContain('elsewhere.small')
  })

  test('fail the certification with the key of a row that breaks them', async () => {
    const session = await native.connect(url)
    await session.query(`UPDATE up.offers SET price = -1 WHERE id = 1`)
    const failed = await fusion('certify', '--days', '2', '--database-url', url)
    expect(failed.code).toBe(1)
    expect(failed.stdout.replaceAll(/\s+/g, ' ')).toContain('priced.positive broken by 1 rows, such as (1)')
    expect(failed.stdout.replaceAll(/\s+/g, ' ')).toContain('shop.facts.never_owed broken by 1 rows')
    const verified = await fusion('verify', '--database-url', url, '--format', 'json')
    expect(verified.code).toBe(1)
    expect(JSON.parse(verified.stdout).invariants).toMatchObject([
      { name: 'known', broken: 0 },
      { name: 'priced.positive', broken: 1, example: '(1)' },
      { name: 'shop.facts.never_owed', broken: 1, example: '(1)' },
    ])
    await session.query(`UPDATE up.offers SET price = NULL WHERE id = 1`)
    expect(await fusion('certify', '--days', '2', '--database-url', url)).toMatchObject({ code: 0 })
    await session.close()
  })

  test('of a layer are not verified by a role that cannot read its sources', async () => {
    const session = await native.connect(url)
    await session.query(`ALTER ROLE layer_certifier LOGIN PASSWORD 'certifier'`)
    await session.close()
    const asCertifier = new URL(url)
    asCertifier.username = 'layer_certifier'
    asCertifier.password = 'certifier'
    const { code, stdout, stderr } = await fusion(
      'verify',
      '--database-url',
      asCertifier.href,
      '--format',
      'json',
    )
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(JSON.parse(stdout).invariants).toMatchObject([
      { name: 'known', broken: 0 },
      { name: 'priced.positive', broken: null },
      { name: 'shop.facts.never_owed', broken: 0 },
    ])
  })
})

describe('invariants that cannot be', () => {
  const build = async (text: string): Promise<string> => {
    const folder = projectFolder({ 'fusion.config.ts': text })
    const { code, stderr } = await runCli(['build', '--quiet', '--project', folder.dir], folder.env)
    folder.remove()
    expect(code).toBe(1)
    return stderr
  }

  test('a value that is no condition', async () => {
    const stderr = await build(config({ invariants: `paid: column('Paid.', eb.ref('price')),` }))
    expect(stderr).toMatch(/^fusion\.config\.ts:\d+ FS1\d\d/)
    const other = await build(config({ invariants: `owed: column('Owed.', eb.ref('price')),` }))
    expect(other).toMatch(
      /^fusion\.config\.ts:16 FS187 priced\.owed: the invariant "owed" is not a condition/,
    )
  })

  test('a column that the layer does not have', async () => {
    const stderr = await build(config({ invariants: `x: column('X.', sql\`no_such > 0\`),` }))
    expect(stderr).toMatch(/^fusion\.config\.ts:16 FS\d+ .*no_such/)
  })

  test('a name that is given twice', async () => {
    const stderr = await build(
      config().replace(
        `.invariants((eb) => ({ never`,
        `.invariants((eb) => ({ never_owed: column('A.', eb('paid', '>', 1)) })).invariants((eb) => ({ never`,
      ),
    )
    expect(stderr).toContain('the invariant "never_owed" is declared twice')
  })

  test('a solver that is not installed', async () => {
    const stderr = await build(config({ settings: ` solver: 'z3',` }))
    expect(stderr).toMatch(/^FS186 the project asks for the solver z3, and z3-solver cannot be loaded/)
    expect(stderr).toContain('npm install --save-dev z3-solver')
    const other = await build(config({ settings: ` solver: 'cvc5',` }))
    expect(other).toMatch(/FS186 .*"cvc5" is not a known solver/)
  })
})

test('a solver that the project installs decides what the analysis cannot', async () => {
  const folder = projectFolder({
    'fusion.config.ts': config({
      settings: ` solver: 'z3',`,
      invariants: `no_less: column('Never less than the price.', isNotTrue(eb('paid', '<', eb.ref('price')))),`,
    }),
  })
  symlinkSync(
    join(import.meta.dirname, '../../node_modules/z3-solver'),
    join(folder.dir, 'node_modules/z3-solver'),
  )
  const built = await runCli(['build', '--quiet', '--project', folder.dir], folder.env)
  expect(built).toMatchObject({ code: 0, stderr: '' })
  const { invariants } = JSON.parse(readFileSync(join(folder.dir, 'generated/catalog.json'), 'utf8'))
  expect(invariants[0]).toMatchObject({ name: 'no_less', verdict: 'proven', by: 'solver' })
  folder.remove()
})
