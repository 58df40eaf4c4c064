import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const compiler = join(root, 'node_modules/typescript/bin/tsc')

/** A line of a trainer, and what the compiler has to say of it in words that name the column. */
const mistakes: readonly (readonly [string, ...string[]])[] = [
  [
    `of({ score: 'img_damage_score' })`,
    `img_damage_score can be unknown: say what unknown is, e.g. { column: 'img_damage_score', unknown: NaN }`,
  ],
  [
    `of({ score: { column: 'img_damage_score', unknown: 0 } })`,
    `0 is a value, not unknown: use NaN or null, or { fill: 0, scored: '…', reason: '…' }`,
  ],
  [
    `of({ score: { column: 'img_damage_score', fill: 0 } })`,
    `A filled img_damage_score looks known: add scored: '…' and reason: '…', and both columns to the list`,
  ],
  [
    `of({ score: { column: 'img_damage_score', fill: 0, scored: 'img_damage_scored', reason: 'batt_source' } })`,
    'img_damage_scored is not in the list: a filled value needs its flag beside it',
    'batt_source is not in the list: a filled value needs its reason beside it',
  ],
  [
    `of({ batt: 'batt_scored', code: 'img_score_reason_code', score: { column: 'img_damage_score', fill: 0, scored: 'batt_scored', reason: 'img_score_reason_code' } })`,
    'The row type does not prove that batt_scored tells whether img_damage_score is known',
  ],
  [
    `of({ scored: 'img_damage_scored', code: { column: 'img_score_reason_code', codes: { 0: 0, 1: 1, 2: 1, 3: 1, 4: 2, 5: 3, 6: 4, 7: 5 } }, score: { column: 'img_damage_score', fill: 0, scored: 'img_damage_scored', reason: 'img_score_reason_code' } })`,
    'The list gives several values of img_score_reason_code the same number',
  ],
  [
    `of({ scored: { column: 'img_damage_scored', codes: { true: 1, false: 1 } }, code: 'img_score_reason_code', score: { column: 'img_damage_score', fill: 0, scored: 'img_damage_scored', reason: 'img_score_reason_code' } })`,
    'The list gives several values of img_damage_scored the same number',
  ],
  [
    `of({ code: 'img_score_reason_code', score: { column: 'img_damage_score', fill: 0, scored: 'img_damage_scorde', reason: 'img_score_reason_code' } })`,
    'img_damage_scorde is not a column of the row',
  ],
  [
    `of({ tier: { column: 'damage_fused_tier_known', unknown: NaN, codes: { tier0: 0, 1: 1, 2: 2, 3: 3, 0: 0 } } })`,
    `damage_fused_tier_known never has the value 'tier0'`,
  ],
  [
    `of({ bucket: { column: 'batt_bucket', unknown: NaN, codes: { 'batt:<80': 0, 'batt:80-84': 1, 'batt:85-89': 2, 'batt:90-94': 3 } } })`,
    `Property '"batt:95-100"' is missing in type`,
  ],
  [
    `of({ source: { column: 'batt_source', oneHot: ['both', 'img_only', 'text_only'] } })`,
    `oneHot leaves out the value 'none' of batt_source`,
  ],
  [
    `of({ score: (row) => row.img_damage_score ?? 0 })`,
    'img_damage_score can be unknown here: ask isKnown(row.img_damage_score) or its flag first',
  ],
  [
    `of({ score: (row) => row.img_damage_score + 1 })`,
    `Operator '+' cannot be applied to types 'number | Unknown<"img_damage_score">' and 'number'.`,
  ],
  [
    `of({ score: (row) => Math.sqrt(row.img_damage_score) })`,
    `Argument of type 'number | Unknown<"img_damage_score">' is not assignable to parameter of type 'number'.`,
  ],
  [
    `of({ source: 'batt_source' })`,
    `batt_source is text: give each value a number, { column: 'batt_source', codes: { … } }, or use oneHot`,
  ],
  [`of({ score: { column: 'img_damage_scor', unknown: NaN } })`, `Did you mean '"img_damage_score"'?`],
]

const header = [
  `import { features } from '${root}/src/features/index.js'`,
  `import type { VDamageFusionFeaturesV2ScoredEvidenceRow as Row } from '${root}/generated/rows.js'`,
  'const of = features<Row>()',
  '',
].join('\n')

/** The first line of each error by the line of the file. */
async function errorsOf(file: string): Promise<ReadonlyMap<number, readonly string[]>> {
  const options = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext', '--pretty', 'false']
  const said = await promisify(execFile)(process.execPath, [compiler, ...options, file], {
    cwd: dirname(file),
  }).then(
    ({ stdout }) => stdout,
    (failure: { stdout: string }) => failure.stdout,
  )
  const found = new Map<number, string[]>()
  for (const [, line, text = ''] of said.matchAll(/\((\d+),\d+\): error TS\d+: (.*)/g))
    found.set(Number(line), [...(found.get(Number(line)) ?? []), text])
  return found
}

test('a trainer that takes unknown for a value, or misses one, does not compile and reads why', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'fusion-trainer-'))
  const file = join(dir, 'trainer.mts')
  const right = `of({ score: { column: 'img_damage_score', unknown: NaN }, scored: { column: 'img_damage_scored', codes: { true: 1, false: 0 } }, code: 'img_score_reason_code', filled: { column: 'img_damage_score', fill: 0, scored: 'img_damage_scored', reason: 'img_score_reason_code' } })`
  writeFileSync(file, header + [right, ...mistakes.map(([line]) => line)].join('\n'))
  const errors = await errorsOf(file)
  rmSync(dir, { recursive: true })
  const first = header.split('\n').length
  expect(errors.get(first)).toBeUndefined()
  expect([...errors.keys()]).toEqual(mistakes.map((_, at) => first + 1 + at))
  for (const [at, [, ...texts]] of mistakes.entries())
    expect(errors.get(first + 1 + at)).toEqual(texts.map((text) => expect.stringContaining(text)))
})
