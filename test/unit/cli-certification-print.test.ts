import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hintFor } from '../../src/app/certification/gate-hints.js'
import { jsonCertificate } from '../../src/app/certification/certify.js'
import { printCapture } from '../../src/cli/report/text/print-capture.js'
import { printCertificate } from '../../src/cli/report/text/print-certificate.js'
import { printStatus } from '../../src/cli/report/text/print-status.js'
import { printVerify } from '../../src/cli/report/text/print-verify.js'
import { span } from '../../src/model/units.js'
import { colorsFor } from '../../src/cli/report/text/colors.js'
import { printColumns, widthOf, wrap } from '../../src/cli/report/text/columns.js'
import type { CertEvent, CertGate, DriftedDay } from '../../src/certify/run/cert-event.js'
import { leakSentences } from '../../src/model/determinism-rules.js'

const write = (): undefined => undefined
const plain = colorsFor({ isTTY: false, write }, {})
const colored = colorsFor({ isTTY: true, write }, {})
const WIDTH = 80

const gate = (name: string, summary: string, codes: readonly string[] = []): CertGate => ({
  gate: name,
  passed: codes.length === 0,
  codes,
  duration_ms: 12,
  evidence: { summary },
})

const data = (drift: readonly DriftedDay[], accepted = 'none'): CertGate => ({
  ...gate('C', 'a summary that names some of the days'),
  evidence: {
    days: 30,
    new: 0,
    unchanged: 30 - drift.length,
    drifted: drift.length,
    rows: 9,
    drift,
    accepted,
  },
})

const event = (gates: readonly CertGate[], rest: Partial<CertEvent> = {}): CertEvent => ({
  id: 7,
  kind: 'certification',
  status: gates.every(({ passed }) => passed) ? 'CERTIFIED' : 'FAILED',
  startedAt: '2026-01-02T03:04:05Z',
  finishedAt: '2026-01-02T03:04:06Z',
  serverVersion: '18.1',
  sessionUser: 'robot',
  role: 'robot',
  parameters: { check_days: 30, update_baselines: false },
  gates,
  notes: 'noted',
  ...rest,
})

const verdict = {
  relation: 'ml.entry',
  status: 'CERTIFIED',
  certifiedAt: '2026-01-02T03:04:06Z',
  expiresAt: '2026-01-03T03:04:06Z',
  ageSeconds: 60,
  expiresInSeconds: 86_340,
  definitions: 7,
  days: 365,
  notes: 'noted',
}
const subject = {
  entrypoint: 'ml.entry',
  entrypoints: ['ml.entry'],
  aliases: ['ml.train'],
  server: 'PostgreSQL 18.1 at h:1, database d',
}
const day = (number: number): DriftedDay => ({
  day: `2026-01-${String(number).padStart(2, '0')}`,
  rows: 5,
  added: 1,
  removed: 0,
  restated: 2,
})
const good = [gate('A', '7 definitions as accepted'), gate('A2', 'fine'), gate('B', 'fine')]

describe('columns', () => {
  test('are as wide as they need to be, the last one wrapped, empty ones left out', () => {
    const rows = [
      ['a', '', '1', 'one two three four five'],
      ['long', '', '22', 'six'],
    ]
    const columns = [{ head: 'x' }, { head: 'gone' }, { head: 'n', right: true }, { head: 'last' }]
    expect(printColumns(columns, rows, WIDTH)).toBe(
      'x      n  last\na      1  one two three four five\nlong  22  six\n',
    )
    expect(printColumns(columns, rows, 30, '> ')).toBe(
      '> x      n  last\n> a      1  one two three four\n            five\n> long  22  six\n',
    )
    expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrap('one\u00A0two three', 7)).toEqual(['one\u00A0two', 'three'])
    expect(wrap('say `a b c d` now', 7)).toEqual(['say', '`a b c d`', 'now'])
    expect(wrap('a lone ` stays', 7)).toEqual(['a lone', '` stays'])
    expect(wrap('', 7)).toEqual([''])
  })

  test('are set by what shows of a text and not by its colors', () => {
    const rows = [
      [colored.red('a'), 'x'],
      ['bbb', 'y'],
    ]
    expect(printColumns([{ head: '' }, { head: '' }], rows, WIDTH)).toBe(`${colored.red('a')}    x\nbbb  y\n`)
  })

  test.each([
    [undefined, 100],
    [0, 100],
    [80, 80],
    [300, 100],
    [20, 60],
  ])('on a terminal of %s are %i wide', (columns, expected) => {
    expect(widthOf({ write, isTTY: true, columns })).toBe(expected)
  })
})

test.each([
  [0, '0 s'],
  [119, '119 s'],
  [-3600, '60 min'],
  [86_340, '24 h'],
  [9 * 86_400, '9 d'],
])('a span of %i seconds is %s', (seconds, expected) => {
  expect(span(seconds)).toBe(expected)
})

describe('a certificate', () => {
  test('says until when, and for what', () => {
    const run = { event: event([...good, data([])]), verdict }
    expect(printCertificate(run, subject, plain, WIDTH)).toBe(`ml.entry
PostgreSQL 18.1 at h:1, database d

gate               result   time  details
A     definitions  passed  12 ms  7 definitions as accepted
A2    determinism  passed  12 ms  fine
B     rows         passed  12 ms  fine
C     data         passed  12 ms  30 days: 30 unchanged, 0 new, 0 drifted

CERTIFIED until 2026-01-03 03:04 UTC (24 h), with 1 alias.
`)
  })

  test('that is refused names the codes, and what to do about each once', () => {
    const bad = [gate('A', 'ml.v changed', ['A.changed']), gate('A2', 'ml.v: now()', ['A2.clock'])]
    const run = { event: event([...bad, data([])]), verdict }
    const text = printCertificate(run, subject, plain, WIDTH)
    expect(text).toContain('A     definitions  FAILED  A.changed  12 ms  ml.v changed\n')
    expect(text).toContain('FAILED: the guard refuses all reads of it and its 1 alias until a run passes.')
    expect(text.match(/^A\.changed {2}/gm)).toHaveLength(1)
    expect(text).toMatch(/^A2\.clock {3}Remove the named expression/m)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(WIDTH)
  })

  test('lists no more drifted days than one reads, and JSON has them all', () => {
    const days = Array.from({ length: 25 }, (_, i) => day(i + 1))
    const run = { event: event([...good, data(days)]), verdict }
    const text = printCertificate(run, subject, plain, WIDTH)
    expect(text).toContain(
      '2026-01-20      5  1 added, 2 restated\nand 5 more days; --format json lists all of them\n',
    )
    expect(text).not.toContain('2026-01-21')
    expect(jsonCertificate(run, subject)).toMatchObject({
      outcome: 'certified',
      drift: days,
      days: { checked: 30, drifted: 25 },
      expiresAt: verdict.expiresAt,
    })
  })

  test('says what became of the baseline that was to be moved', () => {
    const parameters = { update_baselines: true }
    const moved = { event: event([...good, data([day(1)], 'all')], { parameters }), verdict }
    expect(printCertificate(moved, subject, plain, WIDTH)).toContain(
      'The baseline of 1 day was updated: 1 drifted, 0 new.',
    )
    const kept = { event: event([gate('B', 'x', ['B.invariant']), data([day(1)])], { parameters }), verdict }
    expect(printCertificate(kept, subject, plain, WIDTH)).toContain('The baseline is unchanged')
    expect(jsonCertificate(kept, subject)).toMatchObject({
      outcome: 'failed',
      expiresAt: null,
      baseline: 'none',
    })
  })

  test('without data to look at, says what the gate said', () => {
    const failed = { ...gate('C', 'could not be asked: out of memory (53200)', ['C.error']) }
    const run = { event: event([...good, failed]), verdict }
    expect(printCertificate(run, subject, plain, 100)).toContain('could not be asked: out of memory (53200)')
    expect(jsonCertificate(run, subject)).toMatchObject({ days: null, drift: [] })
  })

  test('has a hint for every code that a gate can give', () => {
    const dir = join(import.meta.dirname, '../../src/certify/sql/gates')
    const sql = readdirSync(dir).map((file) => readFileSync(join(dir, file), 'utf8'))
    const codes = sql.flatMap((text) => text.match(/(?<=')(A|A2|B|C|D)\.\w+(?=')/g) ?? [])
    expect(codes).toEqual(expect.arrayContaining(['B.invariant', 'D.behind', 'D.differs']))
    const changes = ['A.added', 'A.changed', 'A.vanished']
    const leaks = Object.keys(leakSentences).map((kind) => `A2.${kind}`)
    const all = [...codes, ...changes, ...leaks, 'A2.unreadable', 'A2.unpinned', 'C.error', 'D.error']
    expect(all.filter((code) => hintFor(code) === 'See the details of the gate.')).toEqual([])
    expect(hintFor('A2.unreadable')).not.toBe(hintFor('A2.clock'))
    expect(hintFor('D.new')).toBe('See the details of the gate.')
  })
})

describe('a capture', () => {
  const capture = (drift: readonly DriftedDay[], accepted: string, definitions?: CertEvent) => ({
    data: event([data(drift, accepted)], { kind: 'dataset', status: 'CAPTURED', parameters: { days: 30 } }),
    definitions,
  })

  test('that leaves drift says so, and how to take it over', () => {
    const text = printCapture(capture([day(1)], 'new'), subject, plain, 100)
    expect(text).toContain(
      'data  30 days of 9 rows: 0 new, 29 unchanged, 1 drifted and kept their baseline\n',
    )
    expect(text.replaceAll('\n', ' ')).toContain('`fusion baseline capture --days 30 --replace`.')
    expect(printCapture(capture([day(1)], 'all'), subject, plain, 100)).toContain(
      '1 drifted and recaptured\n',
    )
  })

  test('names the definitions that it accepted', () => {
    const changes = Array.from({ length: 12 }, (_, i) => ({ object: `ml.v${i}`, change: 'added' }))
    const definitions = event([{ gate: 'A', evidence: { changes } }], { kind: 'definitions' })
    const text = printCapture(capture([], 'new', definitions), subject, plain, 100).replaceAll(/\s+/g, ' ')
    expect(text).toContain('definitions accepted: ml.v0 added, ml.v1 added,')
    expect(text).toContain('ml.v9 added, and 2 more')
    expect(text).toContain('Next, run `fusion certify`')
  })
})

describe('a status', () => {
  const refusal = { open: false, code: 'FSC04', reason: 'it may not be read', hint: 'Do this.' } as const
  const open = { open: true } as const

  test('says when, how long, and whether the guard lets anybody through', () => {
    const lastRun = event([...good, data([day(1), day(2), day(3), day(4)])])
    const relations = [
      { ...verdict, guard: open },
      { ...verdict, relation: 'ml.train', guard: open },
    ]
    const text = printStatus({ relations, lastRun, history: [lastRun] }, subject, plain, 100)
    expect(text).toContain(`relation  status     certified (UTC)   age   expires  guard
ml.entry  CERTIFIED  2026-01-02 03:04  60 s  in 24 h  open
ml.train  CERTIFIED  2026-01-02 03:04  60 s  in 24 h  open
`)
    expect(text).toContain('last run     2026-01-02 03:04 UTC: gates A, A2, B, C passed\n')
    expect(text).toContain('2026-01-03 1 added, 2 restated; and 1 more')
    expect(text).toContain('#7     2026-01-02 03:04  certification  CERTIFIED  robot  4 of 30 days drifted\n')
  })

  test('shows that the guard is closed although the registry says CERTIFIED, and why', () => {
    const relations = [{ ...verdict, guard: refusal }]
    const text = printStatus({ relations, lastRun: undefined, history: [] }, subject, plain, 100)
    expect(text).toMatch(/ml\.entry {2}CERTIFIED .* closed\n/)
    expect(text).toContain('last run     never')
    expect(text).toContain('FSC04 it may not be read\nDo this.\n')
  })

  test('of a certificate that a later run has failed has no time to go', () => {
    const relations = [{ ...verdict, status: 'FAILED', guard: refusal }]
    const lastRun = event([gate('B', 'x', ['B.invariant'])])
    const text = printStatus({ relations, lastRun, history: [] }, subject, plain, 100)
    expect(text).not.toContain('in 24 h')
    expect(text).toContain('gates B failed (B.invariant)')
  })

  test('of an alias alone that is refused is no silence', () => {
    const relations = [
      { ...verdict, guard: open },
      { ...verdict, relation: 'ml.train', status: null, certifiedAt: null, guard: refusal },
    ]
    const text = printStatus({ relations, lastRun: undefined, history: [] }, subject, plain, 100)
    expect(text).toMatch(/ml\.train {2}not registered/)
    expect(text).toContain('FSC04 it may not be read')
  })
})

test('a verification says what holds, what does not, and what there is', () => {
  const report = {
    relation: 'ml.scored',
    key: ['g', 'id'],
    check: {
      rows: 10,
      nullKeys: 0,
      duplicateKeys: 22,
      duplicates: [{ key: ['1', '77'], rows: 2 }],
      invariants: [
        { name: 'fits', comment: 'It fits.', broken: 0, example: null },
        { name: 'tier', comment: 'The tier is 0 to 3.', broken: 2, example: '(1,5)' },
      ],
    },
    values: [
      {
        name: 'scored',
        kind: 'boolean',
        values: [
          { value: 'false', rows: 3 },
          { value: 'true', rows: 6 },
          { value: null, rows: 1 },
        ],
      },
      {
        name: 'code',
        kind: 'integer',
        values: [
          { value: '0', rows: 9 },
          { value: null, rows: 1 },
        ],
      },
    ],
  } as const
  expect(printVerify(report, subject, plain, 100)).toBe(`ml.scored: 10 rows
PostgreSQL 18.1 at h:1, database d

check       result  details
unique key  FAILED  22 keys of g, id with more than one row.
known key   passed  No NULL in g, id.
fits        passed  It fits.
tier        FAILED  2 rows, such as (1,5): The tier is 0 to 3.

g  id  rows
1  77     2
and 21 more keys

column  share true  rows  NULL
scored     66.67 %     6     1

column  value: rows
code    0: 9, NULL: 1
`)
})
