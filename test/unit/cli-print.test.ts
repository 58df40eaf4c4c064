import { describe, expect, test } from 'vitest'
import type { Change, CheckReport, CheckSection, FileChange, Impact } from '../../src/check/index.js'
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
    expect(printDiff(long, plain)).toMatch(/\n\.\.\. 380 more lines; --format json prints all of them\n$/)
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
  expect(printImpact([impact], plain)).toBe(`What changes, and what it affects downstream:
up.t: 1 of 3 columns
  a
└─ ml.v: its rows and 2 of 5 columns
     x, y
   ├─ ml.w: all 2 columns
   └─ ml.last: its rows, also through ml.w
`)
  expect(printImpact([{ ...impact, hurt: [] }], plain)).toContain(
    'up.t: 1 of 3 columns, read by nothing else',
  )
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

  describe('with generated files', () => {
    const view = (limit: number, note = ''): string => `SELECT a < ${limit} AS low${note}`
    const sql = (limit: number, after = ''): string =>
      `BEGIN;\n\nCREATE OR REPLACE VIEW ml."vW" AS\n${view(limit)};\n\nCOMMENT ON VIEW ml."vW" IS 'x';\n${after}\nCOMMIT;\n`
    const changed = (path: string, before: string, after: string) =>
      ({ path, kind: 'changed', before, after }) as const
    const definition: Change = {
      kind: 'definition',
      relation: 'ml.vW',
      before: view(80),
      after: view(85),
      effect: { known: true, rows: false, columns: ['low'] },
    }
    const nullability: Change = {
      kind: 'column nullability',
      relation: 'ml.vW',
      column: 'low',
      before: 'never null',
      after: 'nullable',
    }
    const files = [
      changed('fusion-manifest.sha256', 'aa  x\n', 'bb  x\n'),
      changed('sql/01.sql', sql(80), sql(85)),
      changed(
        'sql/optional/drop_and_recreate.sql',
        sql(80).replace('OR REPLACE ', ''),
        sql(85).replace('OR REPLACE ', ''),
      ),
      changed('viewdefs/ml.v_%57.sql', `${view(80)}\n`, `${view(85)}\n`),
    ]
    const own: Impact = { relation: 'ml.vW', rows: false, columns: ['low'], width: 3, hurt: [] }
    const committed = (of: readonly FileChange[], changes: readonly Change[] = [definition]) =>
      checkSection({
        against: 'committed',
        where: 'generated',
        files: of,
        changes,
        impact: [own],
        note: 'Build.',
      })
    const text = (...sections: readonly CheckSection[]): string =>
      printCheck(checkReport('shop', sections), plain)
    const times = (whole: string, part: string): number => whole.split(part).length - 1

    test('prints a changed threshold once, its text first, then what it affects', () => {
      const baseline = checkSection({
        against: 'baseline',
        where: 'generated/baseline',
        changes: [definition],
        impact: [own],
      })
      const printed = text(committed(files), baseline)
      expect(times(printed, '+SELECT a < 85')).toBe(1)
      expect(times(printed, 'What changes, and what it affects downstream:')).toBe(1)
      expect(printed).not.toContain('aa  x')
      expect(printed.indexOf('+SELECT a < 85')).toBeLessThan(printed.indexOf('What changes, and'))
      for (const { path } of files) expect(printed).toContain(`  changed  ${path}\n`)
      expect(printed).toContain('different\n\n1 change is the same as under "Committed files" above.\n')
    })

    test('prints a change again that is another one', () => {
      const accepted = { ...definition, before: view(70) }
      const baseline = checkSection({ against: 'baseline', where: 'b', changes: [accepted], impact: [own] })
      const printed = text(committed(files), baseline)
      expect(printed).toContain('-SELECT a < 80')
      expect(printed).toContain('-SELECT a < 70')
      expect(printed).not.toContain('above.')
    })

    test('prints what no change of a relation explains', () => {
      const more = changed('sql/01.sql', sql(80), sql(85, 'GRANT SELECT ON ml."vW" TO reader;\n'))
      expect(text(committed([more]))).toContain('+GRANT SELECT')
      const other = changed('viewdefs/ml.other.sql', 'SELECT 1\n', 'SELECT 2\n')
      expect(text(committed([other]))).toContain('+SELECT 2')
      expect(text(committed([changed('sql/01.sql', sql(80), sql(85))], []))).toContain('+SELECT a < 85')
      expect(text(committed(files.slice(0, 1), []))).toContain('+bb  x')
    })

    test('prints a change of rows.ts unless a change of the columns says the same', () => {
      const row = (type: string): string =>
        `// head\n\n/** x. \`ml.vW\`, a view. */\nexport interface VWRow {\n  readonly low: ${type}\n}\n`
      const rows = changed('rows.ts', row('boolean'), row('boolean | null'))
      expect(text(committed([rows], [nullability]))).not.toContain('+  readonly low')
      expect(text(committed([rows], [definition]))).toContain('+  readonly low: boolean | null')
    })

    test('prints a change of Python types unless a change of the columns says the same', () => {
      const row = (type: string): string =>
        `# head\n\n\nclass VWRow(TypedDict):\n    """x.\n    \`ml.vW\`, a view."""\n    low: ${type}\n\n\nx = 1\n`
      const rows = changed('python/shop.py', row('bool'), row('Optional[bool]'))
      expect(text(committed([rows], [nullability]))).not.toContain('+    low')
      expect(text(committed([rows], [definition]))).toContain('+    low: Optional[bool]')
    })

    test('prints the text of a new relation once', () => {
      const added: Change = { kind: 'relation added', relation: 'ml.vW' }
      const empty = 'BEGIN;\n\nCOMMIT;\n'
      const printed = text(
        committed(
          [
            changed('sql/01.sql', empty, sql(80)),
            changed(
              'sql/optional/drop_and_recreate.sql',
              `--   a.b\n${empty}`,
              `--   a.b\n--   ml.vW\n${sql(80)}`,
            ),
          ],
          [added],
        ),
      )
      expect(times(printed, '+SELECT a < 80')).toBe(1)
    })
  })

  test('has the same in JSON', () => {
    const json = jsonCheck({ ...report, notes: [] })
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
