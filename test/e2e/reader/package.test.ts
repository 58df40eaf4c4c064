import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const run = promisify(execFile)
let dir: string

/** Bytes of all files of a folder. */
const sizeOf = (path: string): number =>
  readdirSync(path, { recursive: true, withFileTypes: true }).reduce(
    (sum, entry) => sum + (entry.isFile() ? statSync(join(entry.parentPath, entry.name)).size : 0),
    0,
  )

// What a trainer does: an empty folder, the package as it is published, and the generated files of a store.
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'fusion-reader-'))
  writeFileSync(join(dir, 'package.json'), '{ "type": "module", "private": true }')
  await run(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    '-p',
    join(root, 'packages/reader'),
  ])
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', dir], {
    cwd: join(root, 'packages/reader'),
  })
  const [packed] = JSON.parse(stdout) as { filename: string }[]
  await run('npm', ['install', '--no-audit', '--no-fund', join(dir, packed?.filename ?? '')], { cwd: dir })
  mkdirSync(join(dir, 'generated'))
  for (const file of ['rows.ts', 'stores.ts'])
    cpSync(join(root, 'generated', file), join(dir, 'generated', file))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('the package is light', async () => {
  const { stdout } = await run('npm', ['ls', '--all', '--parseable'], { cwd: dir })
  // The first line is the folder itself.
  expect(stdout.trim().split('\n').length - 1).toBeLessThan(20)
  expect(sizeOf(join(dir, 'node_modules'))).toBeLessThan(5_000_000)
})

test('a trainer that imports it compiles without further packages, and runs', async () => {
  writeFileSync(
    join(dir, 'train.ts'),
    `import { createReader, ReaderError } from 'fusion-store-reader'
import { features, isKnown } from 'fusion-store-reader/features'
import { writeParquet } from 'fusion-store-reader/parquet'
import { fusionFeatureStoreT0V1V as store } from './generated/stores.js'
import type { VDamageFusionFeaturesV2ScoredTrainVRow as Row } from './generated/rows.js'

const list = features<Row>()({
  score: { column: 'img_damage_score', unknown: NaN },
  ratio: (row) => (isKnown(row.img_stock_ratio) ? row.img_stock_ratio : NaN),
})
const pool = { connect: async () => { throw Object.assign(new Error('no'), { code: 'ECONNREFUSED' }) }, totalCount: 0 }
const reader = createReader(pool, store)
export async function train(): Promise<number[]> {
  const read = await reader.open({ from: '2025-01-01', to: '2025-01-31' })
  const certified: string = read.certificate.certified_at
  const scores: number[] = [certified.length]
  for await (const row of read.rows()) scores.push(list.of(row).score)
  const { rows, missing } = await reader.byKeys([{ generation: 1, listing_id: '1' }, [1, 2n]])
  const first: Row | undefined = rows[0]
  return [...scores, missing.length, first?.generation ?? 0, typeof writeParquet === 'function' ? 1 : 0]
}
try {
  await train()
} catch (error) {
  console.log(error instanceof ReaderError ? error.code : error)
}
`,
  )
  writeFileSync(
    join(dir, 'mistake.ts'),
    `import { createReader } from 'fusion-store-reader'
import { features } from 'fusion-store-reader/features'
import { fusionFeatureStoreT0V1V as store } from './generated/stores.js'
import type { VDamageFusionFeaturesV2ScoredTrainVRow as Row } from './generated/rows.js'
export const filled = features<Row>()({ score: { column: 'img_damage_score', fill: 0 } })
export const asked = createReader({ connect: () => undefined, totalCount: 0 }, store).byKeys([{ generation: 1 }])
`,
  )
  const tsc = (...files: string[]): Promise<string> =>
    run(
      process.execPath,
      [
        join(root, 'node_modules/typescript/bin/tsc'),
        '--pretty',
        'false',
        '--strict',
        '--target',
        'es2023',
        '--module',
        'nodenext',
      ].concat([
        '--lib',
        'es2023,esnext.disposable,dom',
        '--types',
        '',
        '--skipLibCheck',
        'false',
        '--outDir',
        'out',
        ...files,
      ]),
      { cwd: dir },
    ).then(
      ({ stdout }) => stdout,
      (error: unknown) => String(Object(error).stdout),
    )
  expect(await tsc('train.ts')).toBe('')
  const { stdout } = await run(process.execPath, ['out/train.js'], { cwd: dir })
  expect(stdout.trim()).toBe('FS428')
  const mistakes = await tsc('mistake.ts')
  expect(mistakes).toMatch(/mistake\.ts\(5,\d+\): error .*A filled img_damage_score looks known/s)
  expect(mistakes).toMatch(/mistake\.ts\(6,\d+\): error .*listing_id/s)
})
