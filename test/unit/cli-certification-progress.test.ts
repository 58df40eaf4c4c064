import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { watchProgress } from '../../src/app/certification/watch-progress.js'
import { createProgress } from '../../src/cli/progress.js'
import { progressMessage } from '../../src/certify/run/progress-message.js'

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
    const hear = watchProgress(createProgress(log, false), 'capturing the baseline')
    hear('fusion: {"hashing": 25}')
    for (let number = 1; number <= 25; number++) hear(day(number, 'new'))
    const lines = said().trimEnd().split('\n')
    expect(lines).toHaveLength(20)
    expect(lines.at(-1)).toBe('  2026-01-20 new: 4 rows; see the report for the others')
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
