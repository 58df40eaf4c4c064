import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { watchProgress } from '../../src/cli/certification/watch-progress.js'
import { createProgress } from '../../src/cli/progress.js'
import { databaseFault } from '../../src/io/certification/database-fault.js'
import { progressMessage } from '../../src/io/certification/progress-message.js'
import { DiagnosticError } from '../../src/model/diagnostic.js'

const terminal = (isTTY: boolean) => {
  let text = ''
  const write = (part: string): void => void (text += part)
  return {
    terminal: { stdout: { write, isTTY }, stderr: { write, isTTY }, env: {}, cwd: '/' },
    said: () => text,
  }
}
const day = (number: number, state: string): string =>
  `fusion: {"day": "2026-01-${String(number).padStart(2, '0')}", "rows": 4, "state": "${state}", "added": 1, "removed": null, "restated": 2}`

describe('what the server says while it works', () => {
  test('is told from what others say', () => {
    expect(progressMessage('fusion: {"gate": "A"}')).toEqual({ gate: 'A' })
    expect(progressMessage('relation "x" already exists, skipping')).toBeUndefined()
    expect(progressMessage('fusion: not JSON')).toBeUndefined()
  })

  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('in a log is the gates, and the days that are not as they were', () => {
    const { terminal: log, said } = terminal(false)
    const progress = createProgress(log, false)
    const hear = watchProgress(progress, 'certifying')
    hear('fusion: {"gate": "B"}')
    vi.advanceTimersByTime(2300)
    hear('fusion: {"gate": "C"}')
    hear('fusion: {"hashing": 3}')
    for (const notice of [day(1, 'unchanged'), day(2, 'drifted'), day(3, 'new')]) hear(notice)
    progress.end()
    expect(said()).toBe(`gate B: rows ...
gate B: rows: 2.3 s
gate C: data ...
  2026-01-02 drifted: 1 added, 2 restated
  2026-01-03 new: 4 rows
gate C: data: 0.0 s
`)
  })

  test('in a log is not every day of a first baseline', () => {
    const { terminal: log, said } = terminal(false)
    const hear = watchProgress(createProgress(log, false), 'taking the baseline')
    hear('fusion: {"hashing": 25}')
    for (let number = 1; number <= 25; number++) hear(day(number, 'new'))
    const lines = said().trimEnd().split('\n')
    expect(lines).toHaveLength(20)
    expect(lines.at(-1)).toBe('  2026-01-20 new: 4 rows; the report has the others')
  })

  test('on a terminal is how far it is, in one line', () => {
    const { terminal: screen, said } = terminal(true)
    const progress = createProgress(screen, false)
    const hear = watchProgress(progress, 'certifying')
    hear('fusion: {"gate": "C"}')
    hear('fusion: {"hashing": 3}')
    vi.advanceTimersByTime(300)
    expect(said()).toContain('gate C: data, hashing 3 days 0.')
    hear(day(1, 'drifted'))
    hear(day(2, 'unchanged'))
    vi.advanceTimersByTime(100)
    expect(said()).toContain('gate C: data, 2 of 3 days 0.')
    progress.end()
    expect(said()).not.toContain('\n')
  })
})

describe('an error of the database', () => {
  const attempt = { of: 'audit', left: 'nothing was written', who: 'a member of robots' } as const
  const server = (code: string, message = 'said the server', hint?: string): Error =>
    Object.assign(new Error(message), { severity: 'ERROR', code, ...(hint && { hint }) })
  const found = (error: unknown, of: 'audit' | 'store' = 'audit') => {
    const fault = databaseFault(error, { ...attempt, of })
    return fault instanceof DiagnosticError ? fault.diagnostics[0] : undefined
  }

  test.each([
    ['3F000', 'FS902'],
    ['42883', 'FS902'],
    ['FSC01', 'FS903'],
    ['42501', 'FS904'],
    ['57P01', 'FS905'],
    ['08006', 'FS905'],
    ['57014', 'FS906'],
    ['55P03', 'FS906'],
    ['25006', 'FS910'],
    ['22023', 'FS907'],
    ['FSC06', 'FS907'],
  ])('%s is %s, in its own words', (sqlstate, code) => {
    expect(found(server(sqlstate))).toMatchObject({
      code,
      message: expect.stringContaining('said the server'),
    })
  })

  test('of a store that is not there is no fault of the audit schema', () => {
    expect(found(server('42P01'), 'store')).toMatchObject({ code: 'FS908' })
  })

  test('keeps the hint of the server, and says what was left', () => {
    expect(found(server('22023', 'no', 'Do this.'))).toMatchObject({
      message: 'the database refuses: no (22023); nothing was written',
      hint: 'Do this.',
    })
    expect(found(server('42501'))?.hint).toBe('Connect as a member of robots.')
  })

  test('may be a connection that is gone', () => {
    expect(found(new Error('Connection terminated unexpectedly'))).toMatchObject({ code: 'FS905' })
    expect(found(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))).toMatchObject({
      code: 'FS905',
    })
  })

  test('or a bug, which stays one', () => {
    const bug = new TypeError('x is not a function')
    expect(databaseFault(bug, attempt)).toBe(bug)
  })
})
