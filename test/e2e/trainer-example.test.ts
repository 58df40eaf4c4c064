import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fusion-trainer-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The example as a user runs it, over fewer rows. */
const train = (...options: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  promisify(execFile)(
    process.execPath,
    [
      '--conditions=fusion-store-source',
      '--import',
      'tsx',
      'examples/trainer/train.ts',
      '--seeds',
      '4',
    ].concat(['--listings', '6000'], options),
    { cwd: root },
  ).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: unknown) => ({
      code: Number(Object(error).code),
      stdout: String(Object(error).stdout),
      stderr: String(Object(error).stderr),
    }),
  )

const numbers = (line: string | undefined): number[] => (line?.match(/[-+]?\d+\.\d+/g) ?? []).map(Number)

it('trains on guarded reads, and says where unknown as 0 misleads', async () => {
  const saved = join(folder, 'model.json')
  const { code, stdout } = await train('--save', saved)
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Certificate +ml\.fusion_feature_store_t0_v1_v: CERTIFIED at \d{4}-/m)
  // The second pair of tables is of the damage columns alone.
  const [, damage = ''] = stdout.split('Damage columns only')
  const lineOf = (start: string): number[] =>
    numbers(damage.split('\n').find((line) => line.startsWith(start)))
  const [kept = 0, low = 0, high = 0] = lineOf('ROC AUC')
  expect(low).toBeLessThan(kept)
  expect(high).toBeGreaterThan(kept)
  expect(kept).toBeGreaterThan(0.55)
  expect(lineOf('log loss, nobody looked')).toHaveLength(9)
  // Who takes unknown for 0 takes phones that nobody looked at for clean, and expects too few slow sales of them.
  const [, , keptError = 0, , , zeroError = 0] = lineOf('nobody looked ')
  expect(zeroError).toBeLessThan(-1)
  expect(zeroError).toBeLessThan(keptError)
  expect(Math.abs(keptError)).toBeLessThan(Math.abs(zeroError))
  const model = JSON.parse(readFileSync(saved, 'utf8')) as { certificate: { status: string } }
  expect(model.certificate.status).toBe('CERTIFIED')
})

it('stops when the certificate is too old for it', async () => {
  const { code, stderr } = await train('--max-age', '1 microsecond')
  expect([code, stderr]).toEqual([1, expect.stringMatching(/FS424 .*certificate is stale/)])
})
