import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openAnalysisCache } from '../../src/io/analysis-cache.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'
import { spawnCli } from '../support/spawn-cli.js'

const DEMO = `
const rows = { relation: 'crm.customers', columns: ['customer_id', 'country'], chunks: ['1\\tNL\\n2\\t\\\\N\\n'] }
const queries = [{ title: 'Customers by country', sql: 'SELECT country, count(*) AS n FROM shop.v_customer_orders GROUP BY 1 ORDER BY 1' }]
export const demo = { load: () => [rows], queries }
`

let shop: ProjectFolder
const fusion = (...argv: string[]) => runCli([...argv, '--project', shop.dir], shop.env)
const path = (name: string): string => join(shop.dir, name)
const edit = (name: string, from: string, to: string): void => {
  const text = readFileSync(path(name), 'utf8')
  if (!text.includes(from)) throw new Error(`${name} does not say ${from}`)
  writeFileSync(path(name), text.replace(from, to))
}
const generated = () =>
  readdirSync(path('generated'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => [file, readFileSync(file, 'utf8')])

beforeAll(async () => {
  shop = projectFolder({}, 'shop')
  expect(await fusion('build')).toMatchObject({ code: 0 })
})
afterAll(() => shop?.remove())

describe('build', () => {
  test('says which files it wrote, and nothing more', async () => {
    rmSync(path('generated'), { recursive: true })
    const { code, stdout, stderr } = await fusion('build', '--quiet')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.split('\n')).toContain('written  generated/sql/01_customers.sql')
    expect(existsSync(path('generated/rows.ts'))).toBe(true)
  })

  test('has nothing to do the second time', async () => {
    const before = generated()
    const { code, stdout, stderr } = await fusion('build')
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toMatch(/^\d+ files are current, 0\.\d+ s\n$/)
    expect(generated()).toEqual(before)
  })

  test('puts back an output that was edited or deleted', async () => {
    const before = generated()
    rmSync(path('generated/rows.ts'))
    expect((await fusion('build')).stdout).toBe('written  generated/rows.ts\n')
    writeFileSync(path('generated/catalog.json'), '{}')
    expect((await fusion('build')).stdout).toBe('written  generated/catalog.json\n')
    expect(generated()).toEqual(before)
  })

  test('gives the same bytes without any cache', async () => {
    const fresh = projectFolder({}, 'shop')
    try {
      const { code } = await runCli(['build', '--project', fresh.dir], fresh.env)
      expect(code).toBe(0)
      const files = generated().map(([file, text]) => [file?.replace(shop.dir, fresh.dir), text])
      expect(files).toEqual(files.map(([file]) => [file, readFileSync(file ?? '', 'utf8')]))
    } finally {
      fresh.remove()
    }
  })

  test('has a form for programs', async () => {
    const { stdout } = await fusion('build', '--format', 'json')
    const json: unknown = JSON.parse(stdout)
    expect(json).toMatchObject({ format: 1, outcome: 'unchanged' })
    expect(json).toHaveProperty('files.0.status', 'unchanged')
  })

  test('in an empty folder says what a project is', async () => {
    const empty = projectFolder()
    const result = await runCli(['build', '-p', empty.dir], empty.env)
    empty.remove()
    expect(result).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^fusion.config.ts FS101 /) })
  })
})

describe('a project with faults', () => {
  afterEach(() => edit('views/countries.ts', 'from eno_such', 'from o'))
  const breakIt = (): void => edit('views/countries.ts', 'from o', 'from eno_such')

  test.skip('placeholder', breakIt)
})

describe('check and baseline', () => {
  test('without a baseline differ, with one do not', async () => {
    const before = await fusion('check')
    expect(before.code).toBe(1)
    expect(before.stdout).toContain('Committed files (generated): no difference')
    expect(before.stdout).toContain('There is no accepted baseline yet')

    expect(await fusion('baseline', 'show')).toMatchObject({ code: 0, stdout: '' })
    const accepted = await fusion('baseline', 'accept', '--reason', 'first')
    expect(accepted).toMatchObject({ code: 0, stdout: expect.stringMatching(/ \+5 -0 ~0 .* first\n$/) })
    expect(await fusion('check')).toMatchObject({ code: 0 })
    expect(await fusion('baseline', 'accept', '--reason', 'again')).toMatchObject({ code: 0, stdout: '' })
    expect((await fusion('baseline', 'show')).stdout.split('\n')).toHaveLength(2)
  })

  test('a changed layer is shown with all that it hurts', async () => {
    edit('views/customer_orders.ts', "isKnown(eb.ref('rating'))", "isKnown(eb.ref('customer_id'))")
    const { code, stdout } = await fusion('check', '--format', 'json')
    expect(code).toBe(1)
    const json: unknown = JSON.parse(stdout)
    expect(json).toMatchObject({
      outcome: 'different',
      sections: [
        { against: 'committed', outcome: 'different' },
        {
          against: 'baseline',
          changes: [{ kind: 'definition', relation: 'shop.v_customer_orders', effect: { known: true, rows: false } }],
          impact: [{ relation: 'shop.v_customer_orders', columns: ['rated_cnt', 'rated_share'], hurt: [] }],
        },
      ],
    })
    expect((await fusion('check')).stdout).toContain('shop.v_customer_orders: 2 of 8 columns, which nothing reads')
  })

  test('only what changed is resolved again', async () => {
    const { stderr } = await fusion('build')
    expect(stderr).toMatch(/files changed/)
    expect(await fusion('check')).toMatchObject({ code: 1 })
    expect(await fusion('baseline', 'accept', '-r', 'rated means by a customer')).toMatchObject({ code: 0 })
    expect(await fusion('check')).toMatchObject({ code: 0 })
  })

  test('a baseline of another Postgres is replayed before it is compared', async () => {
    const file = path('generated/baseline/baseline.json')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace(/"server": "[^"]*"/, '"server": "pglite 0.0.1"'))
    expect(await fusion('check')).toMatchObject({ code: 0 })
    writeFileSync(file, text)
  })

  test('a baseline changed by hand is no baseline', async () => {
    const file = path('generated/baseline/baseline.json')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('"bigint"', '"integer"'))
    const { code, stdout } = await fusion('check')
    expect(code).toBe(2)
    expect(stdout).toContain('FS701')
    expect(await fusion('baseline', 'accept', '-r', 'x')).toMatchObject({ code: 2 })
    writeFileSync(file, text)
  })

  test('a database that is not there could not be checked', async () => {
    const { code, stdout } = await fusion('check', '--database-url', 'postgresql://nobody@127.0.0.1:1/none')
    expect(code).toBe(2)
    expect(stdout).toContain('Live database (not read): NOT CHECKED')
    expect(stdout).toContain('Accepted baseline (generated/baseline): no difference')
  })
})
