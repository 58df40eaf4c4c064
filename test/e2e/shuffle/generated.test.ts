import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isEverything } from '../../support/everything.js'
import { projectFolder, type ProjectFolder } from '../../support/project-folder.js'
import { runCli } from '../../support/run-cli.js'
import { configOf, GUILTY, INNOCENT } from './declarations.js'
import { documentOf, outcomes } from './report.js'

const root = join(import.meta.dirname, '../../..')
const golden = readdirSync(join(root, 'test/golden'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('bad-'))
  .map(({ name }) => name)
/** Those in which an order could show. */
const ORDERED = ['aggregate', 'functions', 'set-operation', 'shop', 'types', 'window']

const folders: ProjectFolder[] = []
afterAll(() => folders.forEach((folder) => folder.remove()))

function projectOf(config: string) {
  const folder = projectFolder({ 'fusion.config.ts': config })
  folders.push(folder)
  return (...argv: string[]) => runCli(['verify', '--shuffle', ...argv, '--project', folder.dir], folder.env)
}

describe('over generated rows', () => {
  it('finds every view that depends on order, plan or session', async () => {
    // 16 and later.
    const config = configOf({
      ...GUILTY,
      any_value: {
        query: `db.selectFrom('r').groupBy('r.sensor').select(['r.sensor', sql\`any_value(r.kind)\`.as('x')])`,
      },
    })
    const { code, stdout } = await projectOf(config)('--format', 'json')
    expect(outcomes(documentOf(stdout))).toEqual(
      Object.fromEntries([...Object.keys(GUILTY), 'any_value'].map((name) => [name, 'different'])),
    )
    expect(code).toBe(1)
  })

  it('finds nothing in views that do not', async () => {
    const { code, stdout } = await projectOf(configOf(INNOCENT))('--format', 'json')
    const document = documentOf(stdout)
    expect(outcomes(document)).toEqual(
      Object.fromEntries(Object.keys(INNOCENT).map((name) => [name, 'same'])),
    )
    expect(document.views.every(({ rows }) => rows > 1)).toBe(true)
    expect(code).toBe(0)
  })

  it('says which row differs, in which column and how, and which views only read others', async () => {
    const few = { sum_float8: GUILTY['sum_float8'] ?? '', sum_integer: INNOCENT['sum_integer'] ?? '' }
    const reader = configOf(few)
      .replace(
        "export default defineProject({ name: 'tried', sql: { '01_views.sql': [",
        `const sums = ${/view\('shop\.sum_float8'.*$/m.exec(configOf(few))?.[0].replace(/,$/, '')}
const reader = view('shop.reader', 'Reads it.', { s: sums }, (db) => db.selectFrom('s').selectAll('s'))
export default defineProject({ name: 'tried', sql: { '01_views.sql': [sums, reader, `,
      )
      .replace(/^ {2}view\('shop\.sum_float8'.*$/m, '')
    const { code, stdout } = await projectOf(reader)('--rows', '200', '--seed', '7')
    expect(stdout).toMatch(
      /^The same rows in other orders and plans \(embedded PostgreSQL 18 .*, 200 generated rows per source, seed 7\): the rows depend on order, plan or session$/m,
    )
    expect(stdout).toMatch(
      /^different {2}shop\.sum_float8: \d+ of \d+ rows differ \(rows .*\)\n {2}where sensor = \d+: x is \S+, was \S+$/m,
    )
    expect(stdout).toMatch(
      /^different {2}shop\.reader: .*\n.*\n {2}it reads shop\.sum_float8, which also differs$/m,
    )
    expect(stdout).toMatch(/^shop\.sum_integer: \d+ rows compared$/m)
    expect(code).toBe(1)
  })

  it('is not done with a view that raises an error, or that reads what is no input', async () => {
    const config = configOf({
      raises: `1 / (r.amount - r.amount)`,
      outside: `(select count(*) from up.readings)`,
      fine: `r.amount`,
    })
    const { code, stdout } = await projectOf(config)('--rows', '50')
    expect(stdout).toContain('FS708 shop.raises could not be compared: it raises an error: division by zero')
    expect(stdout).toContain(
      'FS708 shop.outside could not be compared: raw SQL in it reads up.readings, which is not one of its inputs',
    )
    expect(stdout).toMatch(/^shop\.fine: \d+ rows compared$/m)
    expect(code).toBe(2)
  })

  it('compares over smaller numbers what raises an error over large ones', async () => {
    const { code, stdout } = await projectOf(configOf({ whole: `r.level::integer` }))('--rows', '50')
    expect(stdout).toMatch(/^shop\.whole: \d+ rows compared$/m)
    expect(code).toBe(0)
  })

  it('needs a number of rows', async () => {
    const { code, stderr } = await projectOf(configOf({ a: 'r.amount' }))('--rows', 'many')
    expect(stderr).toContain('Expected a whole number of 1 or more.')
    expect(code).toBe(2)
  })
})

describe('a store that was built with care', () => {
  it.each([...(isEverything ? golden : ORDERED).map((name) => `test/golden/${name}`), '.'])(
    '%s gives the same rows',
    async (path) => {
      const env = { ...process.env, DATABASE_URL: '', PGHOST: '', PGDATABASE: '', NO_COLOR: '1' }
      const { code, stdout, stderr } = await runCli(
        ['verify', '--shuffle', '--rows', '200', '--project', join(root, path)],
        env,
      )
      expect(stdout, stderr).toContain('): no difference')
      expect(stdout).toMatch(/: [1-9]\d* rows? compared/)
      expect(code).toBe(0)
    },
  )
})
