import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type NativeFixture, startNative } from '../support/native-server.js'
import { type ProjectFolder, projectFolder } from '../support/project-folder.js'
import { runCli } from '../support/run-cli.js'
import { sqlInOrder } from '../support/sql-in-order.js'

const root = join(import.meta.dirname, '../..')
const blocks = (page: string, language: string): string[] =>
  [
    ...readFileSync(join(root, page), 'utf8').matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g')),
  ].map(([, code = '']) => code)

const [store = '', , certified = ''] = blocks('docs/start.md', 'ts')
const [upstream = '', role = ''] = blocks('docs/start.md', 'sql')
const isDeclared = (block: string): boolean => block.includes('featureList(')
const trainer = blocks('docs/trainers.md', 'ts')

/** The store of start.md with its certification and the list of trainers.md. */
const [beforeExport = ''] = store.split('export default ')
const config = [
  beforeExport,
  `import { featureList } from 'fusion-store'`,
  certified.replace(
    'export default defineProject({',
    `${trainer.filter(isDeclared).join('\n')}\nexport default defineProject({\n  features: [recommended],`,
  ),
].join('\n')

let native: NativeFixture
let folder: ProjectFolder
let env: NodeJS.ProcessEnv
/** Of a role that may read what the page says, and the table that its list is joined to. */
let trainerUrl: string

const tsc = (...args: string[]): Promise<string> =>
  promisify(execFile)(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...args], {
    cwd: join(folder.dir, 'trainer'),
  }).then(
    () => '',
    (failure: unknown) => String(Object(failure).stdout),
  )

beforeAll(async () => {
  folder = projectFolder({
    'fusion.config.ts': config,
    'trainer/package.json': '{ "type": "module" }',
    'trainer/train.ts': `${trainer.filter((block) => !isDeclared(block)).join('\n')}\nawait pool.end()\n`,
    'trainer/readme.ts': blocks('packages/reader/README.md', 'ts').join('\n'),
  })
  const modules = join(folder.dir, 'node_modules')
  for (const name of ['@types', 'hyparquet', 'hyparquet-writer', 'kysely', 'pg', 'pg-copy-streams'])
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  mkdirSync(join(modules, 'fusion-store-reader'))
  cpSync(join(root, 'packages/reader/package.json'), join(modules, 'fusion-store-reader/package.json'))
  const out = join(modules, 'fusion-store-reader/dist')
  expect(await tsc('-p', join(root, 'packages/reader'), '--outDir', out)).toBe('')

  native = await startNative(18)
  const url = await native.freshDatabase('sellers')
  env = { ...folder.env, DATABASE_URL: url }
  const built = await runCli(['build', '--project', folder.dir], folder.env)
  expect(built.code, built.stderr).toBe(0)
  const session = await native.connect(url)
  await session.exec(upstream)
  const sql = join(folder.dir, 'generated/sql')
  for (const file of sqlInOrder(sql)) await session.exec(readFileSync(join(sql, file), 'utf8'))
  await session.exec(`${role}; GRANT USAGE ON SCHEMA shop TO anna; GRANT SELECT ON shop.offers TO anna`)
  await session.close()
  trainerUrl = Object.assign(new URL(url), { username: 'anna', password: 'secret' }).href
})
afterAll(async () => {
  await native?.stop()
  folder?.remove()
})

it('the store of docs/start.md is certified when it is installed', async () => {
  const { code, stdout } = await runCli(['status', '--project', folder.dir], env)
  expect(code, stdout).toBe(0)
  expect(stdout).toMatch(/^ml\.v_offer_features_train +CERTIFIED .* open$/m)
})

it('the command of docs/start.md certifies it again', async () => {
  const certify = ['certify', '--days', '3', '--update-baselines', '--project', folder.dir]
  expect(await runCli(certify, env)).toMatchObject({ code: 0 })
})

it('the blocks of docs/trainers.md are a trainer that compiles and reads it; those of the README compile', async () => {
  mkdirSync(join(folder.dir, 'trainer/generated'))
  for (const file of ['rows.ts', 'stores.ts'])
    cpSync(join(folder.dir, 'generated', file), join(folder.dir, 'trainer/generated', file))
  const options = ['--strict', '--target', 'es2023', '--module', 'nodenext', '--outDir', 'out']
  expect(await tsc(...options, 'train.ts', 'readme.ts')).toBe('')
  const { stdout } = await promisify(execFile)(process.execPath, ['out/train.js'], {
    cwd: join(folder.dir, 'trainer'),
    env: { ...env, DATABASE_URL: trainerUrl },
  })
  expect(stdout).toMatch(/^\[ 120, 80 \] \d{4}-/)
  expect(stdout).toMatch(/^80 \[ \[ 4711 \] \] \d+$/m)
  expect(stdout).toContain('price_class category 1 low\ncountry text 1 null\n3\n')
  expect(statSync(join(folder.dir, 'trainer/offers.parquet')).size).toBeGreaterThan(100)
})
