import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Certificate } from '../../src/reader/index.js'

/*
 * That a trainer cannot write a list of features in which unknown is 0 is tested in feature-mistakes.test.ts.
 */

const root = join(import.meta.dirname, '../..')
const node = ['--conditions=fusion-store-source', '--import', 'tsx', 'examples/trainer/train.ts']

interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the example as a process of its own. A process that fails rejects with the same properties. */
const train = async (...argv: readonly string[]): Promise<Run> =>
  promisify(execFile)(process.execPath, [...node, ...argv], { cwd: root }).then(
    (said) => ({ code: 0, ...said }),
    (failure: Run) => failure,
  )

/** The cells of the row of a table that begins with a name. */
const cells = (text: string, name: string): readonly string[] =>
  text
    .split('\n')
    .find((line) => line.startsWith(`${name}  `))
    ?.slice(name.length)
    .trim()
    .split(/ {2,}/) ?? []

const INTERVAL = /^[+-]?\d+\.\d+ \[[+-]?\d+\.\d+, [+-]?\d+\.\d+\]$/

test('the example reads certified rows, and scores both models with intervals', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'fusion-example-'))
  const file = join(dir, 'model.json')
  const { code, stdout, stderr } = await train('--seeds', '3', '--listings', '4000', '--save', file)
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('06_run_certification.sql') })
  expect(stdout).toMatch(/^Certificate {2}ml\.fusion_feature_store_t0_v1_v: CERTIFIED at /)

  const [, recommended = '', damage = ''] = stdout.split(/\n(?:Recommended columns|Damage columns only)\n/)
  for (const part of [recommended, damage])
    for (const name of ['ROC AUC', 'log loss', 'log loss, nobody looked'])
      expect(cells(part, name)).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(INTERVAL)))

  const [kept = '', zero = ''] = cells(damage, 'log loss, nobody looked')
  expect(parseFloat(kept)).toBeLessThan(parseFloat(zero))
  const [listings, , , keptError = '', zeroError = ''] = cells(damage, 'nobody looked')
  expect(Number(listings)).toBeGreaterThan(1000)
  expect(parseFloat(zeroError)).toBeLessThan(0)
  expect(Math.abs(parseFloat(keptError))).toBeLessThan(Math.abs(parseFloat(zeroError)))

  const saved = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly coefficients: Readonly<Record<string, number>>
    readonly certificate: Certificate
  }
  rmSync(dir, { recursive: true })
  expect(saved.coefficients).toHaveProperty('img_damage_scored')
  expect(saved.certificate).toMatchObject({ status: 'CERTIFIED', data: { days: 90 } })
})

test('the example stops at a certificate that is too old', async () => {
  const { code, stdout, stderr } = await train(
    '--seeds',
    '2',
    '--listings',
    '500',
    '--max-age',
    '1 millisecond',
  )
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/\nFS424 .*\n {2}\S/)
})
