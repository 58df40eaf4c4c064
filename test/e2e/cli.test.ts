import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
    expect(stderr).toMatch(/^\d+ files in generated are current, 0\.\d+ s\n$/)
    expect(generated()).toEqual(before)
  })

  test('does not wait for a named pipe in the place of an output', async () => {
    const text = readFileSync(path('generated/rows.ts'), 'utf8')
    rmSync(path('generated/rows.ts'))
    execFileSync('mkfifo', [path('generated/rows.ts')])
    const { code, stderr } = await fusion('build')
    rmSync(path('generated/rows.ts'))
    writeFileSync(path('generated/rows.ts'), text)
    expect([code, stderr]).toEqual([2, expect.stringContaining('FS554 rows.ts would be generated')])
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
    expect(result).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^fusion.config.ts FS101 /),
    })
  })
})

describe('a project with faults', () => {
  const cases: readonly (readonly [string, string, string, RegExp])[] = [
    ['that does not parse', '.groupBy(', '.groupBy((', /views\/countries\.ts:\d+ FS102 /],
    [
      'that does not compile',
      "view('shop.v_countries'",
      "view('shop.v_highlights'",
      /views\/countries\.ts:\d+ FS1[5-9]\d /,
    ],
    ['that Postgres refuses', 'sum(o.total)', 'sum(o.state)', /views\/countries\.ts:\d+ FS202 /],
  ]
  test.each(cases)('%s is told so and left as it was', async (_, from, to, expected) => {
    const before = generated()
    edit('views/countries.ts', from, to)
    try {
      const { code, stdout, stderr } = await fusion('build')
      expect(stderr).toMatch(expected)
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      const json = await fusion('build', '--format', 'json')
      expect(JSON.parse(json.stdout)).toMatchObject({
        outcome: 'failed',
        diagnostics: [{ file: 'views/countries.ts' }],
      })
      expect(await fusion('check')).toMatchObject({ code: 2, stdout: '' })
      const unchecked = await fusion('check', '--format', 'json')
      expect(JSON.parse(unchecked.stdout)).toMatchObject({ outcome: 'not checked', sections: [] })
      expect(generated()).toEqual(before)
    } finally {
      edit('views/countries.ts', to, from)
    }
  })
})

describe('as a process', () => {
  const finished = async (child: ReturnType<typeof spawnCli>) => {
    let stderr = ''
    child.stderr?.on('data', (chunk) => (stderr += String(chunk)))
    const [code, signal]: unknown[] = await once(child, 'exit')
    return { code, signal, stderr }
  }

  test('a reader that goes away does not change the exit code', async () => {
    const child = spawnCli(['check', '--quiet', '--project', shop.dir, '--format', 'json'], shop.env)
    child.stdout?.destroy()
    expect(await finished(child)).toEqual({ code: 1, signal: null, stderr: '' })
  })

  test('Ctrl-C in the middle of a build leaves nothing half written', async () => {
    const before = generated()
    const [given, ofAll] = ['Best rating given.', 'Best rating of all.']
    edit('views/customer_orders.ts', given, ofAll)
    expect(await fusion('build')).toMatchObject({ code: 0 })
    const after = generated()
    edit('views/customer_orders.ts', ofAll, given)
    expect(await fusion('build')).toMatchObject({ code: 0 })
    edit('views/customer_orders.ts', given, ofAll)
    for (const delay of [300, 900, 1500]) {
      const child = spawnCli(['build', '--project', shop.dir], shop.env)
      setTimeout(() => child.kill('SIGINT'), delay)
      const { code, stderr } = await finished(child)
      expect([130, 0, null]).toContain(code)
      expect(stderr).not.toContain('unexpected error')
      // One that comes while files are written takes effect when they all are.
      expect([before, after]).toContainEqual(generated())
    }
    edit('views/customer_orders.ts', ofAll, given)
    expect(await fusion('build')).toMatchObject({ code: 0 })
    expect(generated()).toEqual(before)
  })
})

describe('demo', () => {
  test('a project without one says how to add it', async () => {
    expect(await fusion('demo')).toMatchObject({ code: 2, stderr: expect.stringContaining('FS801') })
  })

  test('shows the queries as tables', async () => {
    const own = projectFolder({ 'demo.ts': DEMO }, 'shop')
    const config = readFileSync(join(own.dir, 'fusion.config.ts'), 'utf8')
    own.write('fusion.config.ts', `import { demo } from './demo.js'\n${config.replace('sql:', 'demo, sql:')}`)
    const { code, stdout, stderr } = await runCli(['demo', '--project', own.dir], own.env)
    const json = await runCli(['demo', '--project', own.dir, '--format', 'json'], own.env)
    const elsewhere = await runCli(['demo', '-p', own.dir, '--provider', 'nowhere'], own.env)
    own.remove()
    expect(stderr).toContain('Run in embedded PostgreSQL')
    expect(code).toBe(0)
    expect(stdout).toContain('Customers by country\n')
    expect(stdout).toMatch(/│ country │ n │\n/)
    expect(stdout).toMatch(/│ NL      │ 1 │\n/)
    expect(stdout).toMatch(/│ null    │ 1 │\n/)
    expect(stdout).toMatch(/2 rows, [\d.]+ ms\n/)
    expect(JSON.parse(json.stdout)).toMatchObject({
      queries: [{ rows: [{ country: 'NL', n: '1' }, { country: null }] }],
    })
    expect(elsewhere).toMatchObject({ code: 2, stderr: expect.stringContaining('FS501') })
  })
})

describe('check and baseline', () => {
  test('without a baseline differ, with one do not', async () => {
    const before = await fusion('check')
    expect(before.code).toBe(1)
    expect(before.stdout).toContain('Committed files (generated): no difference')
    expect(before.stdout).toContain('No baseline has been accepted yet')

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
          changes: [
            { kind: 'definition', relation: 'shop.v_customer_orders', effect: { known: true, rows: false } },
          ],
          impact: [{ relation: 'shop.v_customer_orders', columns: ['rated_cnt', 'rated_share'], hurt: [] }],
        },
      ],
    })
    expect((await fusion('check')).stdout).toContain(
      'shop.v_customer_orders: 2 of 8 columns, read by nothing else',
    )
  })

  test('only what changed is resolved again', async () => {
    const { stderr } = await fusion('build')
    expect(stderr).toMatch(/files in generated changed/)
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
