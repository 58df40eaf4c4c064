import { describe, expect, test } from 'vitest'
import type { CheckReport, Impact } from '../../src/check/index.js'
import { checkReport, checkSection } from '../../src/check/index.js'
import { colorsFor } from '../../src/cli/report/text/colors.js'
import { jsonCheck } from '../../src/app/check/json-check.js'
import { printCheck } from '../../src/cli/report/text/print-check.js'
import type { Diagnostic } from '../../src/model/diagnostic.js'
import { printDiagnostics } from '../../src/cli/report/text/print-diagnostics.js'
import { printDiff } from '../../src/cli/report/text/print-diff.js'
import { printImpact } from '../../src/cli/report/text/print-impact.js'

const output = (isTTY: boolean) => ({ isTTY, write: () => undefined })
const plain = colorsFor(output(false), {})
const colored = colorsFor(output(true), {})

describe('colors', () => {
  test.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    [true, { TERM: 'dumb' }, false],
  ])('on a terminal: %s, with %o: %s', (isTTY, env, expected) => {
    expect(colorsFor(output(isTTY), env).isColorSupported).toBe(expected)
  })
})

describe('diagnostics', () => {
  const hint = 'Do this.'
  const diagnostics: readonly Diagnostic[] = [
    { code: 'FS505', place: {}, message: 'not reached', hint },
    {
      code: 'FS150',
      place: { file: 'views/b.ts', line: 3, relation: 'ml.v', column: 'x' },
      message: 'late',
      hint,
    },
    { code: 'FS102', place: { file: 'views/a.ts', line: 12 }, message: 'early', hint },
    { code: 'FS702', place: { relation: 'ml.v' }, message: 'no module', hint },
  ]

  test('are printed as a compiler prints them, in the order of the files', () => {
    expect(printDiagnostics(diagnostics, plain)).toBe(
      [
        'views/a.ts:12 FS102 early\n  Do this.',
        'views/b.ts:3 FS150 ml.v.x: late\n  Do this.',
        'FS505 not reached\n  Do this.',
        'ml.v FS702 no module\n  Do this.',
        '',
      ].join('\n'),
    )
  })

  test('lines are in order as numbers', () => {
    const at = (line: number): Diagnostic => ({
      code: 'FS102',
      place: { file: 'a.ts', line },
      message: `${line}`,
      hint,
    })
    expect(printDiagnostics([at(10), at(9)], plain)).toMatch(/^a.ts:9 /)
  })
})

describe('diffs', () => {
  const diff = '--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n'

  test('are left alone without colors', () => {
    expect(printDiff(diff, plain)).toBe(diff)
    expect(printDiff(diff, colored)).toContain('\u001B[32m+y')
  })

  test('are cut where nobody reads on', () => {
    const long = Array.from({ length: 500 }, (_, i) => `+${i}\n`).join('')
    expect(printDiff(long, plain)).toMatch(/\n\.\.\. 380 more lines; --format json has them all\n$/)
  })
})

const impact: Impact = {
  relation: 'up.t',
  rows: false,
  columns: ['a'],
  width: 3,
  hurt: [
    { relation: 'ml.v', rows: true, columns: ['x', 'y'], width: 5, through: ['up.t'] },
    { relation: 'ml.w', rows: false, columns: ['z', 'q'], width: 2, through: ['ml.v'] },
    { relation: 'ml.last', rows: true, columns: [], width: 2, through: ['ml.v', 'ml.w'] },
  ],
}

test('impact is a tree', () => {
  expect(printImpact([impact], plain)).toBe(`What changes, and whom that hurts downstream:
up.t: 1 of 3 columns
  a
└─ ml.v: its rows and 2 of 5 columns
     x, y
   ├─ ml.w: all 2 columns
   └─ ml.last: its rows, also through ml.w
`)
  expect(printImpact([{ ...impact, hurt: [] }], plain)).toContain('up.t: 1 of 3 columns, which nothing reads')
  expect(printImpact([], plain)).toBe('')
})

describe('a report', () => {
  const report: CheckReport = checkReport('shop', [
    checkSection({ against: 'committed', where: 'generated' }),
    checkSection({
      against: 'baseline',
      where: 'generated/baseline',
      changes: [
        {
          kind: 'definition',
          relation: 'ml.v',
          before: 'SELECT 1',
          after: 'SELECT 2',
          effect: { known: true, rows: false, columns: ['x'] },
        },
        { kind: 'column type', relation: 'up.t', column: 'a', before: 'integer', after: 'bigint' },
      ],
      impact: [impact],
      note: 'Do something.',
    }),
  ])

  test('says of each comparison what differs', () => {
    const text = printCheck(report, plain)
    expect(text).toContain('Committed files (generated): no difference\n')
    expect(text).toContain('Accepted baseline (generated/baseline): different\n')
    expect(text).toContain('up.t\n  column a: accepted as integer, compiled as bigint\n')
    expect(text).toContain('--- accepted/ml.v\n+++ compiled/ml.v\n@@ -1,1 +1,1 @@\n-SELECT 1\n+SELECT 2\n')
    expect(text).toContain('└─ ml.v: its rows')
    expect(text).toMatch(/Do something\.\n$/)
  })

  test('has the same in JSON', () => {
    const json = jsonCheck(report)
    expect(json).toMatchObject({ format: 1, project: 'shop', outcome: 'different' })
    expect(json.sections[1]).toMatchObject({
      against: 'baseline',
      outcome: 'different',
      changes: [{ kind: 'definition', diff: expect.stringContaining('+SELECT 2') }, { kind: 'column type' }],
      impact: [impact],
    })
  })

  test('is of the worst outcome of its parts', () => {
    const broken: Diagnostic = { code: 'FS505', place: {}, message: 'x', hint: 'y' }
    const unchecked = checkSection({ against: 'live', where: 'db', diagnostics: [broken] })
    expect(checkReport('shop', [...report.sections, unchecked]).outcome).toBe('not checked')
    expect(checkReport('shop', []).outcome).toBe('same')
  })
})
